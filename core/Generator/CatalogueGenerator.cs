using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GraphRun.Generator;

/// <summary>
/// Collects the properties marked <c>[Op(...)]</c> into the class <c>GraphRun.Ops.Catalogue</c>, at compile time, so that an op is
/// declared in its own file and nowhere else. The property's name is the op type, the attribute's arguments are its expression names,
/// the last word of its namespace is its family.
/// </summary>
[Generator]
public sealed class CatalogueGenerator : IIncrementalGenerator
{
    private const string Attribute = "GraphRun.Ops.OpAttribute";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var ops = context.SyntaxProvider.ForAttributeWithMetadataName(Attribute, static (_, _) => true, static (found, _) => Entry(found)).Collect();
        context.RegisterSourceOutput(ops, static (output, entries) => output.AddSource("Catalogue.g.cs", Source(entries)));
    }

    /// <summary>Type, family, qualified property and expression names, each ending in a line feed: strings compare by value.</summary>
    private static string Entry(GeneratorAttributeSyntaxContext found)
    {
        var property = found.TargetSymbol;
        var names = found.Attributes[0].ConstructorArguments.SelectMany(argument => argument.Values).Select(value => (string)value.Value!);
        var family = property.ContainingNamespace.Name;
        return string.Join("\n", new[] { property.Name, family, property.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType)) }.Concat(names));
    }

    private static string Source(ImmutableArray<string> entries)
    {
        var ops = entries.Select(entry => entry.Split('\n')).OrderBy(op => op[0], System.StringComparer.Ordinal).ToList();
        var text = new StringBuilder("#nullable enable\nnamespace GraphRun.Ops;\n\npublic static partial class Catalogue\n{\n");
        text.Append("    private static partial OpDef? FindType(string type) => type switch\n    {\n");
        foreach (var op in ops)
            text.Append("        ").Append(Quote(op[0])).Append(" => ").Append(op[2]).Append(",\n");
        text.Append("        _ => null,\n    };\n\n    private static partial string? TypeOfExpression(string name) => name switch\n    {\n");
        foreach (var op in ops)
        {
            foreach (var name in op.Skip(3))
                text.Append("        ").Append(Quote(name)).Append(" => ").Append(Quote(op[0])).Append(",\n");
        }

        text.Append("        _ => null,\n    };\n\n    private static partial (string Type, string Family, string[] Expressions)[] Entries() =>\n    [\n");
        foreach (var op in ops)
            text.Append("        (").Append(Quote(op[0])).Append(", ").Append(Quote(op[1])).Append(", [").Append(string.Join(", ", op.Skip(3).Select(Quote))).Append("]),\n");
        return text.Append("    ];\n}\n").ToString();
    }

    private static string Quote(string word) => SymbolDisplay.FormatLiteral(word, quote: true);
}
