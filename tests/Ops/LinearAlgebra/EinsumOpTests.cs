using GraphRun.Tensors;
using Xunit;
using static GraphRun.Tests.Ops.OpRun;

namespace GraphRun.Tests.Ops.LinearAlgebra;

public sealed class EinsumOpTests
{
    private const string Sizes = "i2 j3 k4 b2 h3 q1";

    /// <summary>Equations of every kind; an ellipsis is written as the letters U and V, of sizes 2 and 3, and 1 where it is x.</summary>
    [Theory]
    [InlineData("ij,jk->ik")]
    [InlineData("ij,kj->ik")]
    [InlineData("ji,jk->ik")]
    [InlineData("ij,jk->ki")]
    [InlineData("bij,bjk->bik")]
    [InlineData("bjhi,bkhi->bhjk")]
    [InlineData("bhjk,bkhi->bjhi")]
    [InlineData("i,j->ij")]
    [InlineData("i,j->ji")]
    [InlineData("ij,ij->ij")]
    [InlineData("ij,ij->")]
    [InlineData("ij,ji->i")]
    [InlineData("ijk,k->ij")]
    [InlineData("ijk,i->")]
    [InlineData("ijk->kji")]
    [InlineData("ijk->j")]
    [InlineData("ijk->")]
    [InlineData("ib->ib")]
    [InlineData("ijq,qk->ikj")]
    public void Named_dims_are_multiplied_and_summed(string equation) => AssertEquals(equation, equation);

    [Theory]
    [InlineData("ii->i")]
    [InlineData("ii->")]
    [InlineData("iij->ji")]
    [InlineData("iji,j->i")]
    [InlineData("iii->i")]
    public void A_letter_that_stands_twice_is_a_diagonal(string equation) => AssertEquals(equation, equation);

    [Theory]
    [InlineData("i->ii")]
    [InlineData("ij->iji")]
    [InlineData("i,j->iij")]
    public void A_letter_that_stands_twice_in_the_output_fills_a_diagonal(string equation) => AssertEquals(equation, equation);

    [Theory]
    [InlineData("...ij,...jk->...ik", "UVij,UVjk->UVik")]
    [InlineData("...ij,jk->...ik", "UVij,jk->UVik")]
    [InlineData("ij,...jk->...ik", "ij,UVjk->UVik")]
    [InlineData("i...j,...j->...i", "iUVj,Vj->UVi")]
    [InlineData("...,...->...", "UV,V->UV")]
    [InlineData("i...->...", "iUV->UV")]
    [InlineData("...i->i...", "UVi->iUV")]
    public void An_ellipsis_stands_for_dims_that_are_broadcast(string equation, string letters) => AssertEquals(equation, letters);

    [Fact]
    public void Dims_of_an_ellipsis_of_size_1_stretch()
    {
        var x = Tensor.Of<float>(Shape.Of(2, 1, 2), [1, 2, 3, 4]);
        var y = Tensor.Of<float>(Shape.Of(1, 2, 2), [1, 10, 100, 1000]);

        // By hand: x[a,0,:] times y[0,b,:].
        Assert.Equal("float32[2,2] 21 2100 43 4300", Show(Single("Einsum", [x, y], ("equation", "...i,...i->..."))));
    }

    [Theory]
    [InlineData(DType.Int32)]
    [InlineData(DType.Int64)]
    [InlineData(DType.Float64)]
    [InlineData(DType.Float16)]
    [InlineData(DType.BFloat16)]
    [InlineData(DType.UInt8)]
    public void Any_number_has_products(DType dtype)
    {
        var x = Single("Cast", [Tensor.Vector(1, 2, 3)], ("DstT", dtype));

        Assert.Equal($"{dtype.Name()}[] 14", Show(Single("Einsum", [x, x], ("equation", "i,i->"))));
    }

    [Fact]
    public void Shapes_follow_from_what_is_known()
    {
        var shapes = new[] { Shape.Named([-1, 3, -1], ["batch", null, null]), Shape.Of(-1, 5) };

        Assert.Equal("[batch,3,5]", Infer("Einsum", [null, null], shapes, ("equation", "bij,jk->bik")));
        Assert.Equal("[?,?]", Infer("Einsum", [null, null], [Shape.UnknownRank, Shape.Of(2)], ("equation", "ij,j->ij")));
        Assert.Equal("?", Infer("Einsum", [null, null], [Shape.UnknownRank, Shape.Of(2)], ("equation", "...j,j->...")));
    }

    [Theory]
    [InlineData("ij,jk", "Expecting exactly one '->' in einsum equation: ij,jk")]
    [InlineData("ij->i", "Expected 1 inputs for equation ij->i but got: 2")]
    [InlineData(
        "ij,jl->ik", "Einsum output subscripts for equation 'ij,jl->ik' has label 'k' which is not present in the input subscripts")]
    [InlineData("ij,j1->i", "Invalid character '1' in einsum equation: ij,j1->i")]
    [InlineData("ij,jkl->ik", "Shape must be rank 3 but is rank 2")]
    [InlineData("ij,ik->jk", "Dimensions must be equal, but are 2 and 3")]
    [InlineData("...j,jk->k", "Einsum output subscripts for equation '...j,jk->k' need an ellipsis because those of the inputs have one")]
    public void A_wrong_equation_is_refused_in_TensorFlows_words(string equation, string message) =>
        Assert.StartsWith(message, ShapeError("Einsum", [Count(2, 3), Count(3, 4)], ("equation", equation)));

    private static void AssertEquals(string equation, string letters)
    {
        var sides = letters.Split("->");
        var inputs = sides[0].Split(',').Select(subscript => Count([.. subscript.Select(SizeOf)])).ToArray();

        var result = Single("Einsum", inputs, ("equation", equation));

        Assert.Equal(Shape.Of([.. sides[1].Select(SizeOf)]), result.Shape);
        Assert.Equal(Reference(sides[0].Split(','), sides[1], inputs), result.Values<float>().ToArray());
    }

    // The definition: every assignment of indices to letters adds one product. Small whole numbers, so every order gives the same sum.
    private static float[] Reference(string[] subscripts, string output, Tensor[] inputs)
    {
        var letters = string.Concat(string.Concat(subscripts).Distinct());
        var sums = new float[output.Aggregate(1L, (size, letter) => size * SizeOf(letter))];
        var index = new long[128];
        for (var number = 0L; number < letters.Aggregate(1L, (size, letter) => size * SizeOf(letter)); number++)
        {
            var rest = number;
            foreach (var letter in letters)
                (rest, index[letter]) = Math.DivRem(rest, SizeOf(letter));
            sums[Place(output)] += subscripts.Select((subscript, i) => inputs[i].Values<float>()[(int)Place(subscript)])
                .Aggregate(1f, (product, element) => product * element);
        }

        return sums;

        long Place(string subscript) => subscript.Aggregate(0L, (place, letter) => (place * SizeOf(letter)) + index[letter]);
    }

    private static long SizeOf(char letter) => letter switch
    {
        'U' => 2,
        'V' => 3,
        _ => Sizes[Sizes.IndexOf(letter, StringComparison.Ordinal) + 1] - '0',
    };

    private static Tensor Count(params long[] dims)
    {
        var tensor = Tensor.Allocate(DType.Float32, Shape.Of(dims));
        var elements = tensor.Writable<float>();
        for (var i = 0; i < elements.Length; i++)
            elements[i] = (i * 7 % 11) - 4;
        return tensor;
    }
}
