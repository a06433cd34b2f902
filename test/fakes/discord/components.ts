import type { Component } from './entities.ts';

export interface LocatedComponent {
  readonly component: Component;
  /** Dotted path as in the platform's error tree, such as `components.0.components.1`. */
  readonly path: string;
  readonly parent: Component | undefined;
}

/** Walks components depth first, nested ones included. */
export function* eachComponent(
  components: readonly Component[],
  prefix = 'components',
  parent: Component | undefined = undefined,
): Generator<LocatedComponent> {
  for (const [index, component] of components.entries()) {
    yield* within(component, `${prefix}.${index}`, parent);
  }
}

function* within(
  component: Component,
  path: string,
  parent: Component | undefined,
): Generator<LocatedComponent> {
  yield { component, path, parent };
  yield* eachComponent(component.components ?? [], `${path}.components`, component);
  if (component.component) yield* within(component.component, `${path}.component`, component);
  if (component.accessory) yield* within(component.accessory, `${path}.accessory`, component);
}
