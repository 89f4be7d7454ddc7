using GraphRun.Formats.Expressions;
using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Binding;

/// <summary>A function as an argument: one of the file, one written in its place, or an op or builder.</summary>
internal sealed record FunctionOperand : Operand
{
    private FunctionOperand(string name, Origin origin)
        : base(origin) => Name = name;

    /// <summary>For messages and for the names of nodes.</summary>
    public string Name { get; }

    /// <summary>The parameters; null for an op or builder, which has its own rules.</summary>
    public IReadOnlyList<ParameterDef>? Parameters { get; private init; }

    /// <summary>The context in which the function is written; null for the file's own.</summary>
    public BindingContext? Scope { get; private init; }

    /// <summary>What the function itself can call: its file's, which may be a library; null for an op or builder.</summary>
    public Callees? Callees { get; private init; }

    /// <summary>The nodes and what they return; null for the others.</summary>
    public FunctionDef? Definition { get; private init; }

    /// <summary>The expression in which a lambda stands; null for the others.</summary>
    public Expression? Expression { get; private init; }

    /// <summary>The index of what the lambda returns.</summary>
    public int Body { get; private init; }

    /// <summary>The op or builder; null for the others.</summary>
    public ICallee? Callee { get; private init; }

    /// <summary>A function of a file or library.</summary>
    public static FunctionOperand Of(FunctionDef definition, Callees file, Origin origin) => new(definition.Name, origin)
    {
        Definition = definition,
        Parameters = definition.Parameters,
        Callees = file,
    };

    /// <summary>A function that is written in its place.</summary>
    /// <param name="scope">The context in which it is written.</param>
    public static FunctionOperand Of(FunctionDef definition, BindingContext scope, Origin origin) => new(definition.Name, origin)
    {
        Definition = definition,
        Parameters = definition.Parameters,
        Callees = scope.Callees,
        Scope = scope,
    };

    public static FunctionOperand Of(Expression expression, int lambda, BindingContext scope)
    {
        var node = expression.Nodes[lambda];
        var origin = new Origin(expression, lambda);
        var names = node.Text.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return new FunctionOperand("lambda", origin)
        {
            Expression = expression,
            Body = lambda - 1,
            Parameters = [.. names.Select(name => new ParameterDef(new Word(name, origin.Span)))],
            Callees = scope.Callees,
            Scope = scope,
        };
    }

    public static FunctionOperand Of(ICallee callee, Origin origin) => new(callee.Name, origin) { Callee = callee };
}
