using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Expressions;
using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Structuring;

/// <summary>
/// Everything in a node that could refer to another one: inputs in order, words of expressions, control inputs as <c>^node</c>, and what
/// the functions use that stand in it. A word that turns out to be no node's name is a dtype or the like and does no harm.
/// </summary>
internal static class NodeReferences
{
    public static List<string> Of(NodeDef node)
    {
        var references = new List<string>();
        foreach (var input in node.Inputs)
            Add(input.Value, references);
        foreach (var attr in node.Attrs)
        {
            if (attr.Value.Typed is FunctionDef function)
                AddFree(function, references);
        }

        if (node.Expression.Exists)
            Add(node.Expression, references);
        foreach (var after in node.After)
            references.Add("^" + after.Text);
        return references;
    }

    private static void Add(ValueDef value, List<string> references)
    {
        if (value.Typed is string reference)
            references.Add(reference);
        else if (value.Written.Exists)
            Add(value.Written, references);
    }

    // A document nests no deeper than its limit.
    private static void Add(DocumentNode written, List<string> references)
    {
        foreach (var item in written.Items)
            Add(item, references);
        if (written.Kind != DocumentNodeKind.Scalar || CoreScalar.KindOf(written) != CoreKind.String)
            return;
        references.Add(written.ToString());
        if (Parse(written) is not { } expression)
            return;
        foreach (var part in expression.Nodes)
        {
            if (part.Kind is ExpressionKind.Name or ExpressionKind.Reference)
                references.Add(part.Text);
        }
    }

    /// <summary>An expression that cannot be read has its error told when it is bound.</summary>
    private static Expression? Parse(DocumentNode written)
    {
        try
        {
            return Expression.Parse(written);
        }
        catch (GraphRunException)
        {
            return null;
        }
    }

    /// <summary>What a function that structuring made refers to beyond its own nodes and parameters.</summary>
    private static void AddFree(FunctionDef function, List<string> references)
    {
        var own = new HashSet<string>(function.Nodes.Select(node => node.Name));
        own.UnionWith(function.Parameters.Select(parameter => parameter.Name.Text));
        var used = function.Nodes.SelectMany(Of).Concat(function.Returns.Select(result => result.Reference.Text));
        references.AddRange(used.Where(reference => !own.Contains(NameOf(reference))));
    }

    private static string NameOf(string reference)
    {
        var colon = reference.IndexOf(':');
        return reference[(reference.StartsWith('^') ? 1 : 0)..(colon < 0 ? ^0 : colon)];
    }
}
