using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops;

/// <summary>
/// The rules of ops that move elements are linear, so the gradient that arrives where element i of the input is 1 and all else 0 is
/// known: the sum of the output's gradients over the places where element i arrived.
/// </summary>
public class GradientRuleTests
{
    private static readonly Tensor twoByThree = Matrix(new[,] { { 1f, 2f, 3f }, { 4f, 5f, 6f } });

    public static TheoryData<string, Tensor[], (string Name, object Value)[]> Moves => new()
    {
        { "Reshape", [twoByThree, Tensor.Vector(3, 2)], [] },
        { "ExpandDims", [twoByThree, Tensor.Scalar(1)], [] },
        { "Squeeze", [Tensor.Of<float>(Shape.Of(1, 2), [1, 2])], [] },
        { "Transpose", [twoByThree, Tensor.Vector(1, 0)], [] },
        {
            "StridedSlice",
            [twoByThree, Tensor.Vector(0, 2), Tensor.Vector(0, 0), Tensor.Vector(1, -2)],
            [("begin_mask", 1L), ("end_mask", 3L)]},
        { "Slice", [twoByThree, Tensor.Vector(0, 1), Tensor.Vector(2, 2)], [] },
        { "Tile", [twoByThree, Tensor.Vector(2, 3)], [] },
        { "BroadcastTo", [Tensor.Vector(1f, 2f, 3f), Tensor.Vector(2, 3)], [] },
        { "Pad", [twoByThree, Matrix(new[,] { { 1, 0 }, { 0, 2 } })], [] },
        { "MirrorPad", [twoByThree, Matrix(new[,] { { 1, 0 }, { 1, 2 } })], [("mode", "REFLECT")] },
        { "ReverseV2", [twoByThree, Tensor.Vector(1)], [] },
        { "ReverseSequence", [twoByThree, Tensor.Vector(2L, 3L)], [("seq_dim", 1L)] },
        { "Roll", [twoByThree, Tensor.Scalar(1), Tensor.Scalar(1)], [] },
        { "MatrixBandPart", [twoByThree, Tensor.Scalar(0), Tensor.Scalar(1)], [] },
        { "GatherV2", [twoByThree, Tensor.Vector(1, 1, 0), Tensor.Scalar(0)], [] },
        { "GatherV2", [twoByThree, Tensor.Vector(2L, 0L), Tensor.Scalar(-1)], [] },
        { "GatherV2", [twoByThree, Matrix(new[,] { { 2, 2 }, { 0, 1 } }), Tensor.Scalar(1)], [("batch_dims", 1L)] },
        { "Gather", [twoByThree, Tensor.Vector(1, 1)], [] },
        { "GatherNd", [twoByThree, Matrix(new[,] { { 1, 2 }, { 0, 0 }, { 1, 2 } })], [] },
        { "TopKV2", [twoByThree, Tensor.Scalar(2)], [] },
        { "SegmentSum", [twoByThree, Tensor.Vector(0, 0)], [] },
        { "SegmentMean", [twoByThree, Tensor.Vector(0, 0)], [] },
        { "SegmentMax", [twoByThree, Tensor.Vector(0, 0)], [] },
        { "UnsortedSegmentSum", [twoByThree, Tensor.Vector(1, -1), Tensor.Scalar(2)], [] },
        { "UnsortedSegmentMax", [twoByThree, Tensor.Vector(0, 0), Tensor.Scalar(1)], [] },
        { "ConcatV2", [twoByThree, Matrix(new[,] { { 7f }, { 8f } }), Tensor.Scalar(1)], [] },
        { "ConcatV2", [twoByThree, twoByThree, Tensor.Scalar(-2L)], [] },
        { "Prod", [twoByThree, Tensor.Vector(-1)], [] },
        { "Prod", [Matrix(new[,] { { 0f, 2f }, { 3f, 0f } }), Tensor.Vector(0)], [("keep_dims", true)] },
        { "Unpack", [twoByThree], [("num", 2L)] },
        { "SpaceToBatchND", [Tensor.Of<float>(Shape.Of(1, 4, 1), [1, 2, 3, 4]), Tensor.Vector(2), Matrix(new[,] { { 1, 1 } })], [] },
        { "SpaceToDepth", [Tensor.Of<float>(Shape.Of(1, 2, 2, 1), [1, 2, 3, 4])], [("block_size", 2L)] },
        { "DynamicPartition", [twoByThree, Tensor.Vector(1, 0)], [("num_partitions", 2L)] },
    };

    [Theory]
    [MemberData(nameof(Moves))]
    public void The_gradient_equals_the_central_difference(string op, Tensor[] inputs, (string Name, object Value)[] attrs)
    {
        var gradient = Gradient(op, inputs, attrs);
        for (var i = 0; i < inputs[0].ElementCount; i++)
        {
            var difference = (Weighted(op, inputs, attrs, i, 0.25f) - Weighted(op, inputs, attrs, i, -0.25f)) / 0.5f;
            Assert.Equal(difference, gradient[i], 1e-4f);
        }
    }

    // The output's elements weighted by 1, 2, 3, ... so that each one's gradient can be told apart.
    private static float Weighted(string op, Tensor[] inputs, (string Name, object Value)[] attrs, int changed, float by)
    {
        var values = inputs[0].Values<float>().ToArray();
        values[changed] += by;
        var (sum, weight) = (0f, 1f);
        foreach (
            var output in All(
                op, [Tensor.Of<float>(inputs[0].Shape, values), .. inputs[1..]], attrs).Where(tensor => tensor.DType == DType.Float32))
        {
            foreach (var value in output.Values<float>())
                sum += value * weight++;
        }

        return sum;
    }

    private static float[] Gradient(string op, Tensor[] inputs, (string Name, object Value)[] attrs)
    {
        var builder = new GraphBuilder();
        var placeholder = builder.Placeholder("x", DType.Float32, Shape.OfRank(inputs[0].Rank));
        Output[] all = [placeholder, .. inputs[1..].Select(input => builder.Constant(input))];
        var node = builder.Add(Catalogue.Get(op), "op", all, attrs.ToDictionary(attr => attr.Name, attr => attr.Value));
        var outputs = All(op, inputs, attrs);
        var weight = 1f;
        var arriving = outputs.Select(
            output => output.DType == DType.Float32 ? (Output?)builder.Constant(Count(output.Shape, ref weight)) : null).ToArray();
        var gradients = node.Op.Gradient!(new GradientContext(builder, node, arriving));
        return new Session().Run(builder.Build(), [gradients[0]!.Value], [(placeholder, inputs[0])])[0].Values<float>().ToArray();
    }

    private static Tensor Count(Shape shape, ref float weight)
    {
        var tensor = Tensor.Allocate(DType.Float32, shape);
        foreach (ref var element in tensor.Writable<float>())
            element = weight++;
        return tensor;
    }
}
