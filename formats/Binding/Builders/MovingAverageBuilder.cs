using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>
/// <c>tf.train.ExponentialMovingAverage.apply</c>: keeps averages of variables in variables named <c>w/ExponentialMovingAverage</c>. Its
/// outputs are the averages after the update.
/// </summary>
internal static class MovingAverageBuilder
{
    public static Builder MovingAverage { get; } = new()
    {
        Names = ["exponential_moving_average", "train.ExponentialMovingAverage"],
        Signature = ["var_list: tensor", "decay: tensor", "num_updates: tensor = None"],
        NeedsAllVariables = true,
        Expand = Expand,
    };

    private static TensorOperand Expand(Call call)
    {
        call.RefuseRest();
        var variables = TensorLists.Outputs(call, "var_list");
        foreach (var variable in variables)
        {
            if (!variable.Node.Op.DeclaresVariable || variable.DType == DType.Resource)
                throw call.Error($"'{variable}' is not a variable made by variable(...)");
        }

        return GradientBuilders.List(call, [.. variables.Select(variable => Update(call, variable))]);
    }

    /// <summary><c>average -= (average - variable) * (1 - decay)</c></summary>
    private static Output Update(Call call, Output variable)
    {
        var name = OptimizerVariables.UniqueName(call.Context.Graph, $"{variable.Node.Name}/ExponentialMovingAverage");
        var average = OptimizerVariables.Unconditionally(
            call.Context.Graph, () => OptimizerVariables.AddCopy(call.Context, name, variable, call.Origin));
        var one = call.Context.Constant(Scalars.Of(1, variable.DType), call.Below("one"), call.Origin);
        var rest = Add(call, "Sub", one, Decay(call, variable.DType));
        var change = Add(call, "Mul", Add(call, "Sub", average, variable), rest);
        return new Output(call.Context.Add(Catalogue.Get("AssignSub"), call.Below("AssignSub"), [average, change], null, call.Origin), 0);
    }

    /// <summary>With a number of updates the decay is at most (1 + n) / (10 + n), so that the beginning weighs less.</summary>
    private static Output Decay(Call call, DType dtype)
    {
        var decay = call.Tensor("decay", dtype);
        if (!call.Has("num_updates"))
            return decay;
        var updates = call.Context.Add("Cast", call.Below("Cast"), [call.Tensor("num_updates")], call.Origin, ("DstT", dtype));
        var one = call.Context.Constant(Scalars.Of(1, dtype), call.Below("one"), call.Origin);
        var ten = call.Context.Constant(Scalars.Of(10, dtype), call.Below("ten"), call.Origin);
        return Add(call, "Minimum", decay, Add(call, "RealDiv", Add(call, "AddV2", one, updates), Add(call, "AddV2", ten, updates)));
    }

    private static Output Add(Call call, string op, params Output[] inputs) => call.Context.Add(op, call.Below(op), inputs, call.Origin);
}
