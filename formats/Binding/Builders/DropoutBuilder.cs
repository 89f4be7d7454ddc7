using GraphRun.Graphs;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>
/// <c>tf.nn.dropout</c> (<c>python/ops/nn_ops.py</c>): elements kept with a probability and scaled by its reciprocal, the others 0.
/// TensorFlow 1 counts the share that is kept and TensorFlow 2 the share that is dropped, so it has to be said which is meant.
/// </summary>
internal static class DropoutBuilder
{
    public static Builder Dropout { get; } = new()
    {
        Names = ["dropout", "nn.dropout"],
        Signature = ["x: tensor", "keep_prob: tensor = None", "noise_shape: tensor = None", "seed: int = None", "rate: tensor = None"],
        Expand = Expand,
    };

    private static TensorOperand Expand(Call call)
    {
        call.RefuseRest();
        if (call.Has("keep_prob") == call.Has("rate"))
            throw call.Error("dropout needs either the share to drop or the share to keep", "write dropout(x, rate=0.1) or dropout(x, keep_prob=0.9)");
        var x = call.Tensor("x");
        var rate = call.Has("rate") ? call.Tensor("rate", x.DType) : Complement(call, call.Tensor("keep_prob", x.DType));
        var shape = call.Has("noise_shape") ? call.Tensor("noise_shape") : call.Context.Add("Shape", call.Below("shape"), [x], call.Origin);
        var numbers = call.Context.Add("RandomUniform", call.Below("random_uniform"), [shape], call.Origin, RandomBuilders.Attrs(call, "RandomUniform", x.DType));
        var keep = call.Context.Add("GreaterEqual", call.Below("keep_mask"), [numbers, rate], call.Origin);
        var scaled = call.Context.Add("RealDiv", call.Below("scaled"), [x, Complement(call, rate)], call.Origin);
        var zeros = call.Context.Add("ZerosLike", call.Below("zeros"), [scaled], call.Origin);
        return call.Add("SelectV2", call.Name, [keep, scaled, zeros]);
    }

    private static Output Complement(Call call, Output share)
    {
        var one = call.Context.Add("OnesLike", call.Below("one"), [share], call.Origin);
        return call.Context.Add("Sub", call.Below("sub"), [one, share], call.Origin);
    }
}
