using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Binding;

/// <summary>
/// A reference in TensorFlow's spelling: <c>node</c>, <c>node:1</c>, <c>node:output</c>, <c>^node</c>, <c>variable@post</c>.
/// </summary>
/// <param name="Node">The node's name.</param>
/// <param name="Selector">The output's number or name; null when none is given.</param>
internal readonly record struct Reference(string Node, string? Selector, bool IsControl, bool IsPost)
{
    private const string Post = "@post";

    public static Reference Parse(string text)
    {
        var isControl = text.StartsWith('^');
        var isPost = text.EndsWith(Post, StringComparison.Ordinal);
        var name = text[(isControl ? 1 : 0)..(isPost ? ^Post.Length : ^0)];
        var colon = name.IndexOf(':');
        return new Reference(colon < 0 ? name : name[..colon], colon < 0 ? null : name[(colon + 1)..], isControl, isPost);
    }

    /// <summary>Whether a text could be a reference at all, and not only an expression.</summary>
    public static bool IsReference(string text)
    {
        var reference = Parse(text);
        return NodeName.IsValid(reference.Node)
            && (reference.Selector is not { } selector || (
                selector.Length > 0 && selector.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')));
    }
}
