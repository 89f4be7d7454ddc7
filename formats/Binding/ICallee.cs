namespace GraphRun.Formats.Binding;

/// <summary>What a call in an expression, or a node with an <c>op</c>, can name: an op of the catalogue or a builder.</summary>
internal interface ICallee
{
    /// <summary>The name for messages and for nodes inside expressions.</summary>
    string Name { get; }

    ParameterList Parameters { get; }

    /// <summary>The call can be bound only when all variables of the file have been.</summary>
    bool NeedsAllVariables { get; }

    /// <summary>Adds the nodes that the call stands for and returns its value.</summary>
    Operand Bind(Call call);
}
