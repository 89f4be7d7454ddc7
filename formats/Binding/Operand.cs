using GraphRun.Formats.Graphs;
using GraphRun.Graphs;

namespace GraphRun.Formats.Binding;

/// <summary>A value while an expression is bound: an output of a node, or a literal that has no dtype until it meets one.</summary>
internal abstract record Operand(Origin Origin);

/// <summary>An output of a node that exists.</summary>
/// <param name="IsWhole">Nothing selects an output: where a list is wanted, all of the node's outputs stand here.</param>
internal sealed record TensorOperand(Output Output, bool IsWhole, Origin Origin) : Operand(Origin);

/// <summary>A bare word: a node, dtype, dim or function, as its place requires.</summary>
internal sealed record WordOperand(string Text, Origin Origin) : Operand(Origin);

/// <summary>What can only be a node or an output of one: <c>split:1</c>, or a name in backticks.</summary>
internal sealed record ReferenceOperand(string Text, Origin Origin) : Operand(Origin);

internal sealed record NumberOperand(Number Number, Origin Origin) : Operand(Origin);

internal sealed record BooleanOperand(bool Value, Origin Origin) : Operand(Origin);

/// <summary>A string: a text, or where an attr wants one the name of a dtype, dim or function.</summary>
internal sealed record TextOperand(string Text, Origin Origin) : Operand(Origin);

internal sealed record ListOperand(Operand[] Items, Origin Origin) : Operand(Origin);

/// <summary><c>None</c>, or an empty value of a document.</summary>
internal sealed record NoneOperand(Origin Origin) : Operand(Origin);

/// <summary><c>?</c></summary>
internal sealed record UnknownOperand(Origin Origin) : Operand(Origin);

/// <summary>An argument with its name.</summary>
internal sealed record KeywordOperand(string Name, Operand Value, Origin Origin) : Operand(Origin);

/// <summary>The default of a function's parameter, which is evaluated in the function.</summary>
internal sealed record DefaultOperand(ParameterDef Parameter) : Operand(new Origin(Parameter.Name.Span));

/// <summary>A part of an index; null where nothing is written.</summary>
internal sealed record SliceOperand(Operand? Start, Operand? Stop, Operand? Step, Origin Origin) : Operand(Origin);

/// <summary>A part of a slice that is not written.</summary>
internal sealed record OmittedOperand(Origin Origin) : Operand(Origin);

/// <summary><c>...</c> in an index.</summary>
internal sealed record EllipsisOperand(Origin Origin) : Operand(Origin);

/// <summary><c>newaxis</c> in an index.</summary>
internal sealed record NewAxisOperand(Origin Origin) : Operand(Origin);

/// <summary>A mapping of a document, such as <c>{file: w.npy}</c>.</summary>
internal sealed record MappingOperand(Documents.DocumentNode Written) : Operand(new Origin(Written));

/// <summary>A value that its file already gave a type: long, float, DType, Shape, Tensor and so on.</summary>
internal sealed record TypedOperand(object Value, Origin Origin) : Operand(Origin);
