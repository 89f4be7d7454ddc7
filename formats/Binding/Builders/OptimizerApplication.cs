using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>
/// Adds the nodes by which an optimizer changes variables: one Apply op per variable, its slots as variables of the session under
/// TensorFlow's names (<c>w/Adam</c>, <c>w/Adam_1</c>), and what is common to all (<c>beta1_power</c>).
/// </summary>
internal sealed class OptimizerApplication
{
    private readonly Call call;
    private readonly Optimizer optimizer;
    private readonly Dictionary<string, Output> powers = [];
    private readonly Dictionary<(string Name, DType DType), Output> scalars = [];
    private readonly List<Node> updates = [];

    private OptimizerApplication(Call call, Optimizer optimizer)
    {
        this.call = call;
        this.optimizer = optimizer;
    }

    private BindingContext Context => call.Context;

    private OptimizerKind Kind => optimizer.Kind;

    /// <summary>The nodes that have run when all variables are updated.</summary>
    public static List<Node> Apply(Call call, Optimizer optimizer, IReadOnlyList<(Output Gradient, Output Variable)> pairs)
    {
        var application = new OptimizerApplication(call, optimizer);
        foreach (var input in optimizer.Kind.Inputs.Split(' ').Where(input => input is "beta1_power" or "beta2_power"))
            application.powers.Add(input, application.Power(input, pairs[0].Variable));
        foreach (var (gradient, variable) in pairs)
            application.Update(gradient, variable);
        foreach (var (name, power) in application.powers.ToList())
            application.Raise(name, power);
        return application.updates;
    }

    private void Update(Output gradient, Output variable)
    {
        var isHandle = variable.DType == DType.Resource;
        var slices = IndexedSlices.Behind(gradient);
        var name = $"{call.Name}/update_{variable.Node.Name}";
        var controls = Decay(variable, name);
        if (slices is not null && Kind.Name == "GradientDescent")
        {
            updates.Add(Descend(slices, variable, name, controls));
            return;
        }

        var slots = Kind.Slots.Select(slot => Slot(slot, variable)).ToArray();
        var isSparse = slices is not null && Kind.SparseInputs is not null;
        var parts = isSparse ? Distinct(slices!, name) : new IndexedSlices(gradient, default, default);
        var inputs = new List<Output> { variable };
        inputs.AddRange(slots);
        foreach (var input in (isSparse ? Kind.SparseInputs! : Kind.Inputs).Split(' '))
            inputs.Add(input == "grad" ? parts.Values : input == "indices" ? parts.Indices : Scalar(input, DTypeOf(variable)));
        var op = $"{(isHandle ? "Resource" : "")}{(isSparse ? "Sparse" : "")}Apply{Kind.Op}";
        var attrs = optimizer.Flags.ToDictionary(flag => flag.Key, flag => (object)flag.Value);
        updates.Add(Context.Add(Catalogue.Get(op), $"{name}/{op}", inputs, attrs, call.Origin, controls));
    }

    /// <summary>Slices need no slot to descend by: they are scattered into the variable.</summary>
    private Node Descend(IndexedSlices slices, Output variable, string name, Node[] controls)
    {
        var rate = Scalar("learning_rate", DTypeOf(variable));
        var step = Add("Mul", $"{name}/mul", slices.Values, rate);
        var op = variable.DType == DType.Resource ? "ResourceScatterSub" : "ScatterSub";
        return Context.Add(Catalogue.Get(op), $"{name}/{op}", [variable, slices.Indices, step], null, call.Origin, controls);
    }

    /// <summary>Each index once, with the sum of its slices.</summary>
    private IndexedSlices Distinct(IndexedSlices slices, string name)
    {
        var indices = Context.Add("Unique", $"{name}/Unique", [slices.Indices], call.Origin, ("out_idx", DType.Int32));
        var count = Add("Size", $"{name}/Size", indices);
        var sums = Add("UnsortedSegmentSum", $"{name}/UnsortedSegmentSum", slices.Values, new Output(indices.Node, 1), count);
        return new IndexedSlices(sums, indices, slices.Count);
    }

    /// <summary>
    /// Decoupled weight decay (Loshchilov and Hutter, 2017) in TensorFlow's form: the variable loses a share before its update.
    /// </summary>
    private Node[] Decay(Output variable, string name)
    {
        if (optimizer.Parameters.GetValueOrDefault("weight_decay") is null or NoneOperand)
            return [];
        var value = Read(variable, "decay");
        var share = Add("Mul", $"{name}/decay", value, Scalar("weight_decay", DTypeOf(variable)));
        var op = variable.DType == DType.Resource ? "AssignSubVariableOp" : "AssignSub";
        return [Context.Add(Catalogue.Get(op), $"{name}/{op}", [variable, share], null, call.Origin)];
    }

    private Output Read(Output variable, string name) => variable.DType != DType.Resource
        ? variable
        : Context.Add("ReadVariableOp", Context.Derive($"{name}_read"), [variable], call.Origin, ("dtype", DTypeOf(variable)));

    private Output Scalar(string name, DType dtype)
    {
        if (powers.TryGetValue(name, out var power))
            return Cast(power.DType == DType.Resource ? Read(power, name) : power, dtype, name);
        if (scalars.TryGetValue((name, dtype), out var known))
            return known;
        return scalars[(name, dtype)] = OptimizerVariables.Unconditionally(Context.Graph, () =>
            Cast(Values.ToOutput(Context, optimizer.Parameters[name], dtype, name, Context.Derive(name)), dtype, name));
    }

    private Output Cast(Output value, DType dtype, string name) => value.DType == dtype
        ? value
        : Context.Add("Cast", Context.Derive($"{name}_cast"), [value], call.Origin, ("DstT", dtype));

    private Output Slot(OptimizerSlot slot, Output variable) =>
        OptimizerVariables.Unconditionally(Context.Graph, () => AddSlot(slot, variable));

    private Output AddSlot(OptimizerSlot slot, Output variable)
    {
        var dtype = DTypeOf(variable);
        var name = OptimizerVariables.UniqueName(Context.Graph, $"{variable.Node.Name}/{Kind.Name}");
        var value = slot.Parameter switch
        {
            "" => Constant(Scalars.Of(0, dtype), $"{name}/zero"),
            "one" => Constant(Scalars.Of(1, dtype), $"{name}/one"),
            var parameter => Scalar(parameter, dtype),
        };
        return OptimizerVariables.Add(Context, name, variable, value, call.Origin);
    }

    /// <summary>A power of beta that all variables share, of the dtype of the first one.</summary>
    private Output Power(string name, Output like)
    {
        var beta = Scalar(name[..^"_power".Length], DTypeOf(like));
        var unique = OptimizerVariables.UniqueName(Context.Graph, name);
        return OptimizerVariables.Unconditionally(
            Context.Graph, () => OptimizerVariables.AddScalar(Context, unique, like, beta, call.Origin));
    }

    private void Raise(string name, Output power)
    {
        var dtype = DTypeOf(power);
        var value = Read(power, $"raise_{name}");
        var next = Add("Mul", $"{call.Name}/mul_{name}", value, Scalar(name[..^"_power".Length], dtype));
        var op = power.DType == DType.Resource ? "AssignVariableOp" : "Assign";
        updates.Add(Context.Add(Catalogue.Get(op), $"{call.Name}/assign_{name}", [power, next], null, call.Origin, [.. updates]));
    }

    private static DType DTypeOf(Output variable) => variable.Node.Attrs.DType("dtype");

    private Output Constant(Tensor value, string name) => Context.Constant(value, name, call.Origin);

    private Output Add(string op, string name, params Output[] inputs) => Context.Add(op, name, inputs, call.Origin);
}
