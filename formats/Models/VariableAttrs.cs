namespace GraphRun.Formats.Models;

/// <summary>
/// What a graph knows of a variable besides the attrs of its op, under the keys of graph files; files of TensorFlow have them as attrs
/// with '_' before the name, which TensorFlow passes over.
/// </summary>
internal static class VariableAttrs
{
    /// <summary>The node that gives the variable its first value.</summary>
    public const string Initializer = "initializer";

    /// <summary>Whether an optimizer changes it unasked.</summary>
    public const string Trainable = "trainable";

    /// <summary>Whether a key is one of these.</summary>
    public static bool Has(string name) => name is Initializer or Trainable;
}
