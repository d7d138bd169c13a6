import { relative } from "node:path";
import ts from "typescript";
import { root } from "./lib.mjs";

// What an editor shows of the packages, read from their built declarations as an editor reads them.

/** Methods that do what those of the same name do on the language's own objects. */
const known = new Set([
  "toString",
  "toJSON",
  "toISOString",
  "at",
  "map",
  "filter",
  "find",
  "some",
  "every",
  "forEach",
  "flatMap",
  "reduce",
]);
const link = /\{@link(?:code|plain)?\s+([\w$]+)(?!:)/g;

/**
 * Finds exports and methods that say nothing of themselves, and links that lead nowhere.
 *
 * A method that implements or overrides one with a docstring has that docstring.
 *
 * @param files - Paths of declarations, one for each entry.
 * @returns Sentences to show.
 */
export function checkDocstrings(files) {
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.es2022.d.ts", "lib.esnext.disposable.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    types: [],
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const published = publishedBy(
    checker,
    files.map((file) => program.getSourceFile(file)),
  );
  const find = finderOf(checker);
  return [...published].flatMap(([symbol, name]) => {
    const declarations = (symbol.declarations ?? []).filter(isOurs);
    const silent = [[name, symbol], ...methodsOf(checker, symbol, name)]
      .filter(([, each]) => each.getDocumentationComment(checker).length === 0)
      .map(([path]) => `${path} has no docstring`);
    const lost = declarations.flatMap((declaration) =>
      linksOf(declaration)
        .filter((target) => !published.has(find(declaration.getSourceFile(), target)))
        .map((target) => `${name} links to ${target}, which is not exported, or not imported there`),
    );
    const [first] = declarations;
    return first ? [...silent, ...lost].map((problem) => `${pathOf(first)}: ${problem}`) : [];
  });
}

/** What the entries export, each with its name. */
function publishedBy(checker, sources) {
  const symbols = sources.flatMap((source) =>
    checker.getExportsOfModule(checker.getSymbolAtLocation(source)),
  );
  return new Map(symbols.map((symbol) => [resolve(checker, symbol), symbol.name]));
}

function resolve(checker, symbol) {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Looks names up in a file, as an editor does that follows a link. */
function finderOf(checker) {
  const flags = ts.SymbolFlags.Type | ts.SymbolFlags.Value | ts.SymbolFlags.Alias;
  const scopes = new Map();
  return (source, name) => {
    const scope = scopes.get(source) ?? checker.getSymbolsInScope(source, flags);
    scopes.set(source, scope);
    const symbol = scope.find((each) => each.name === name);
    return symbol && resolve(checker, symbol);
  };
}

/** The public methods of a class or an interface, those of its bases among them, each with the name to show. */
function methodsOf(checker, symbol, name) {
  if (!(symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface))) return [];
  const types = [checker.getDeclaredTypeOfSymbol(symbol)];
  if (symbol.flags & ts.SymbolFlags.Class) types.push(checker.getTypeOfSymbol(symbol));
  return types
    .flatMap((type) => checker.getPropertiesOfType(type))
    .filter((member) => member.flags & ts.SymbolFlags.Method && member.declarations?.every(isOurs))
    .filter((member) => isPublic(member) && !member.name.startsWith("__@") && !known.has(member.name))
    .map((member) => [`${name}.${member.name}`, member]);
}

function isPublic(member) {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return !member.declarations?.some((declaration) => ts.getCombinedModifierFlags(declaration) & hidden);
}

/** The first names of the links in the comments on a declaration and within it. */
function linksOf(declaration) {
  // The comment on a constant belongs to its statement.
  const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  return [...node.getFullText().matchAll(link)].map(([, name]) => name);
}

const pathOf = (declaration) => relative(root, declaration.getSourceFile().fileName);
const isOurs = (declaration) => /^packages\/[\w-]+\/dist\//.test(pathOf(declaration));
