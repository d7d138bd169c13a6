import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";

type Kind = "news" | "problem";
type Say = (text: string, kind?: Kind) => void;

/** Milliseconds. */
const shownFor: Readonly<Record<Kind, number>> = { news: 5_000, problem: 15_000 };

const Context = createContext<Say>(() => undefined);

/** Says a sentence to everybody: it shows for a moment, and screen readers read it out. */
export const useSay = (): Say => useContext(Context);

export function NoticeProvider({ children }: { readonly children: ReactNode }) {
  const [notice, setNotice] = useState<{ readonly text: string; readonly kind: Kind }>({
    text: "",
    kind: "news",
  });
  const say = useCallback<Say>((text, kind = "news") => setNotice({ text, kind }), []);
  useEffect(() => {
    if (notice.text === "") return;
    const timer = setTimeout(() => setNotice({ text: "", kind: "news" }), shownFor[notice.kind]);
    return () => clearTimeout(timer);
  }, [notice]);

  return (
    <Context value={say}>
      {children}
      <output className="notice" data-kind={notice.kind} hidden={notice.text === ""}>
        {notice.text}
      </output>
    </Context>
  );
}
