import { Component, type ErrorInfo, type ReactNode } from 'react';
import type { ApiError } from '../../shared/contract/errors.ts';
import { useWords } from '../i18n/index.ts';
import { ErrorCard } from './error-card.tsx';

interface State {
  fault: Error | null;
}

function Fault({ fault, onRetry }: { fault: Error; onRetry(): void }) {
  const words = useWords();
  const error: ApiError = {
    code: 'internal',
    reason: 'internal',
    params: { detail: fault.message },
    message: fault.stack ?? fault.message,
    hint: { text: words.crashedHint },
  };
  return <ErrorCard title={words.crashed} error={error} onRetry={onRetry} />;
}

/** Keeps a fault in one part of the page from blanking the rest. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { fault: null };

  static getDerivedStateFromError(fault: unknown): State {
    return { fault: fault instanceof Error ? fault : new Error(String(fault)) };
  }

  override componentDidCatch(fault: unknown, info: ErrorInfo): void {
    console.error('A part of the page failed:', fault, info.componentStack);
  }

  override render(): ReactNode {
    const { fault } = this.state;
    if (fault === null) return this.props.children;
    return <Fault fault={fault} onRetry={() => this.setState({ fault: null })} />;
  }
}
