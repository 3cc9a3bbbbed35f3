/** Keeps a panel's programming error inside the panel: says what happened and offers to open it again. */
import { Component, type ReactNode } from "react";
import { Button } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";

interface PanelBoundaryProps {
  readonly title: string;
  readonly children: ReactNode;
}

interface PanelBoundaryState {
  readonly error: Error | undefined;
}

export class PanelBoundary extends Component<PanelBoundaryProps, PanelBoundaryState> {
  override state: PanelBoundaryState = { error: undefined };

  static getDerivedStateFromError(thrown: unknown): PanelBoundaryState {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <EmptyState title={`${this.props.title} stopped working`} actions={<Button onPress={() => this.setState({ error: undefined })}>Open again</Button>}>
        {error.message} The other panels, recording and rules go on.
      </EmptyState>
    );
  }
}
