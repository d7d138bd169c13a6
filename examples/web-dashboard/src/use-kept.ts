import { useState } from "react";

/** The rows, or while others are loading those shown before, so that nothing flashes. */
export function useKept<Row>(rows: readonly Row[], isLoading: boolean): readonly Row[] {
  const [kept, setKept] = useState(rows);
  if (!isLoading && kept !== rows) setKept(rows);
  return isLoading ? kept : rows;
}
