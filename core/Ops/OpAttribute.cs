namespace GraphRun.Ops;

/// <summary>
/// Marks a static property of type <see cref="OpDef"/> as an op of the catalogue. The property's name is the op type; the arguments
/// are the names the op has in expressions: TensorFlow's Python names, the preferred one first.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OpAttribute(params string[] expressions) : Attribute
{
    public IReadOnlyList<string> Expressions { get; } = expressions;
}
