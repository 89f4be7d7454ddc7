namespace GraphRun.Formats.Expressions;

/// <summary>One node of an expression's tree.</summary>
/// <param name="Text">The name, operator or literal; empty where the kind says everything.</param>
/// <param name="Start">Where the node begins in the expression's text: with its first operand.</param>
/// <param name="Length">How long its text is.</param>
/// <param name="Operands">How many operands it has.</param>
/// <param name="First">The index of the first node of its subtree; its own when it has no operands.</param>
public readonly record struct ExpressionNode(ExpressionKind Kind, string Text, int Start, int Length, int Operands, int First);
