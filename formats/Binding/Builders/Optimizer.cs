namespace GraphRun.Formats.Binding.Builders;

/// <summary>What the variables that belong to an optimizer begin with.</summary>
/// <param name="Parameter">The parameter that gives the value; empty: zeros.</param>
internal sealed record OptimizerSlot(string Parameter = "");

/// <summary>A kind of optimizer: how its ops take their inputs.</summary>
/// <param name="Name">TensorFlow's name, after which slots are named.</param>
/// <param name="Op">The ops' name behind <c>Apply</c>, <c>ResourceApply</c>, <c>SparseApply</c>.</param>
/// <param name="Slots">A variable of the variable's shape each.</param>
/// <param name="Inputs">What the dense op takes behind variable and slots: <c>grad</c>, parameters, or <c>beta1_power</c>.</param>
/// <param name="SparseInputs">The same for the op over slices; null when it has none and slices are added up first.</param>
/// <param name="Attrs">Parameters that are attrs of the ops.</param>
internal sealed record OptimizerKind(
    string Name, string Op, OptimizerSlot[] Slots, string Inputs, string? SparseInputs = null, params string[] Attrs);

/// <summary>An optimizer with its parameters, as a call gives it.</summary>
/// <param name="Parameters">Operands by name.</param>
/// <param name="Flags">The values of <see cref="OptimizerKind.Attrs"/>.</param>
internal sealed record Optimizer(
    OptimizerKind Kind, IReadOnlyDictionary<string, Operand> Parameters, IReadOnlyDictionary<string, bool> Flags);

/// <summary>An optimizer where a value could stand.</summary>
internal sealed record OptimizerOperand(Optimizer Optimizer, Origin Origin) : Operand(Origin);
