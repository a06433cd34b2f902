import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript-6';

/** A source file, reduced to what the architecture cares about. Paths are relative to the root, with slashes. */
export interface SourceFile {
  readonly path: string;
  /** Files of this project that it imports, for values or for types. */
  readonly imports: readonly string[];
  /** Packages that it imports, without the part after the package's name; Node's own modules keep `node:`. */
  readonly packages: readonly string[];
  readonly touchesProcess: boolean;
  readonly reExports: boolean;
}

const root = new URL('../../', import.meta.url);

/** Reads every TypeScript file under the folders. */
export function readSourceFiles(...folders: readonly string[]): readonly SourceFile[] {
  const paths = folders.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }));
  return paths
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted()
    .map((path) => parseSource(path, readFileSync(new URL(path, root), 'utf8')));
}

export function parseSource(path: string, text: string): SourceFile {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const specifiers: string[] = [];
  let touchesProcess = false;
  let reExports = false;
  const visit = (node: ts.Node): void => {
    specifiers.push(...specifiersIn(node));
    touchesProcess ||= isProcess(node);
    reExports ||= ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined;
    ts.forEachChild(node, visit);
  };
  visit(source);
  const isLocal = (specifier: string) => specifier.startsWith('.');
  return {
    path,
    imports: specifiers.filter(isLocal).map((specifier) => posix.join(posix.dirname(path), specifier)),
    packages: specifiers.filter((specifier) => !isLocal(specifier)).map(packageOf),
    touchesProcess: touchesProcess || specifiers.includes('node:process'),
    reExports,
  };
}

function specifiersIn(node: ts.Node): readonly string[] {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return texts(node.moduleSpecifier);
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return texts(node.arguments[0]);
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return texts(node.argument.literal);
  return [];
}

function texts(node: ts.Node | undefined): readonly string[] {
  return node !== undefined && ts.isStringLiteralLike(node) ? [node.text] : [];
}

/** Whether the node is the global `process`, rather than a property of that name. */
function isProcess(node: ts.Node): boolean {
  if (!ts.isIdentifier(node) || node.text !== 'process') return false;
  const { parent } = node;
  const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
  if (isMember) return parent.expression.getText() === 'globalThis';
  return !(ts.isPropertyAssignment(parent) && parent.name === node) && !ts.isPropertySignature(parent);
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
