using GraphRun.Errors;

namespace GraphRun.Ops;

/// <summary>All ops. The other half of this class is generated from the properties marked <see cref="OpAttribute"/>.</summary>
public static partial class Catalogue
{
    private static (string Type, string Family, string[] Expressions)[]? entries;

    /// <summary>All op types in ordinal order, with the family (folder) each belongs to and its names in expressions.</summary>
    public static IReadOnlyList<(string Type, string Family, string[] Expressions)> All => entries ??= Entries();

    /// <summary>The op of this type (<c>MatMul</c>), or null.</summary>
    public static OpDef? Find(string type) => FindType(type);

    /// <summary>The op of this type or expression name (<c>matmul</c>), or null.</summary>
    public static OpDef? FindExpression(string name) => FindType(name) ?? (TypeOfExpression(name) is { } type ? FindType(type) : null);

    /// <exception cref="GraphRunException">The catalogue has no such op.</exception>
    public static OpDef Get(string type) => FindType(type) ?? throw Unknown(type);

    /// <summary>The error for a name that is no op: TensorFlow's sentence and the nearest names.</summary>
    public static GraphRunException Unknown(string name) => new(
        ErrorCode.UnknownOp,
        $"Op type not registered '{name}'",
        help: Suggestion.For(name, All.SelectMany(op => op.Expressions.Append(op.Type))) ?? "'graphrun ops' lists all ops");

    private static partial OpDef? FindType(string type);

    private static partial string? TypeOfExpression(string name);

    private static partial (string Type, string Family, string[] Expressions)[] Entries();
}
