using GraphRun.Errors;
using GraphRun.Kernels;
using GraphRun.Ops;
using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Laws.Bits;

namespace GraphRun.Tests.Laws;

/// <summary>What holds for every op of the catalogue because it is one, tried on its example.</summary>
public sealed class LawTests
{
    /// <summary>
    /// All but those that an expression cannot make: it binds a function where it is called, and variable(...) is a builder. VariableV2
    /// is the same as Variable.
    /// </summary>
    public static IEnumerable<string> Names =>
        Catalogue.All.Select(op => op.Type).Except(["PartitionedCall", "StatefulPartitionedCall", "Variable"]);

    public static TheoryData<string> Types => [.. Names];

    [Theory]
    [MemberData(nameof(Types))]
    public void The_example_runs_and_its_results_have_the_inferred_shapes_and_dtypes(string type)
    {
        var sample = Sample.Of(type);

        foreach (var (shape, output) in sample.InferredShapes.Zip(sample.Outputs))
            Assert.True(shape.Accepts(output.Shape), $"inferred {shape}, computed {output.Shape}");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void The_same_inputs_give_the_same_bits_on_one_thread_and_on_two(string type)
    {
        var sample = Sample.Of(type);
        if (sample.IsDetachable)
            Assert.Equal(WithThreads(1, () => Variations.DigestOfMany(sample)), WithThreads(2, () => Variations.DigestOfMany(sample)));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Shapes_that_are_not_known_change_no_bit_and_inputs_stay_as_they_were(string type)
    {
        var sample = Sample.Of(type);
        if (!sample.IsDetachable)
            return;
        var before = Of(sample.Inputs);

        Assert.Equal(Of(sample.Outputs), Of(sample.RunAlone(sample.Inputs, shape => shape)));
        Assert.Equal(Of(sample.Outputs), Of(sample.RunAlone(sample.Inputs, shape => Shape.OfRank(shape.Rank))));
        Assert.Equal(Of(sample.Outputs), Of(sample.RunAlone(sample.Inputs, _ => Shape.UnknownRank)));
        Assert.Equal(before, Of(sample.Inputs));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_dtype_that_the_signature_allows_is_computed(string type)
    {
        var sample = Sample.Of(type);
        foreach (var (inputs, attrs) in sample.IsDetachable ? Variations.OfDTypes(sample) : [])
        {
            try
            {
                sample.RunAlone(inputs, shape => shape, attrs);
            }
            catch (GraphRunException refusal) when (refusal.Code is ErrorCode.InvalidArgument or ErrorCode.ShapeMismatch)
            {
                // The dtype is computed, but not with these values: 2 to the power of -1.
            }
        }
    }

    private static string WithThreads(int count, Func<string> run)
    {
        var before = Workers.Count;
        Workers.Count = count;
        try
        {
            return run();
        }
        finally
        {
            Workers.Count = before;
        }
    }
}
