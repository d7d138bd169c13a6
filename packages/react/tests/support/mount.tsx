import { Component, type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";

/** Renders into the page, strictly; `text` is what it shows now. */
export function mount(node: ReactNode) {
  const element = document.createElement("div");
  document.body.append(element);
  const errors: unknown[] = [];
  const root = createRoot(element, { onCaughtError: (error) => void errors.push(error) });
  root.render(<StrictMode>{node}</StrictMode>);
  return {
    element,
    errors,
    get text() {
      return element.textContent ?? "";
    },
    render: (next: ReactNode) => root.render(<StrictMode>{next}</StrictMode>),
    unmount: () => {
      root.unmount();
      element.remove();
    },
  };
}

/** Shows why its children could not be, and tries again on a click. */
export class Boundary extends Component<
  { readonly children: ReactNode },
  { readonly error: Error | undefined }
> {
  override state = { error: undefined as Error | undefined };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <button type="button" onClick={() => this.setState({ error: undefined })}>
        {error.message}
      </button>
    );
  }
}
