using System.Globalization;
using GraphRun.Execution;
using GraphRun.Formats.Binding;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Gradients;

/// <summary>
/// First and second derivatives of made-up functions of a matrix x beside those that PyTorch 1.13 found by torch.autograd in float64: dy/dx,
/// and the gradient of the sum of w dy/dx.
/// </summary>
public sealed class DerivativeTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Loops_within_loops() => AssertDerivatives(
        """
        functions:
          turn(i, v):
            nodes:
              inner: 'while_loop(lambda j, u: j < 2, lambda j, u: [j + 1, sin(u * [[0.3, -0.2, 0.6], [0.1, 0.9, -0.7]] + 0.1 * cast(j, float64))], [0, v])'
              next: i + 1
              scaled: '`inner:1` * cast(next, float64)'
            returns: [next, scaled]
        nodes:
          x: placeholder(float64, [2, 3])
          w: placeholder(float64, [2, 3])
          loop: 'while_loop(lambda i, v: i < 3, turn, [0, x])'
          y: reduce_sum(`loop:1`)
        """,
        "0.00420799230666526 0.0003671724643489264 0.06292831669992471 5.831297712785163e-06 0.5214924386325185 0.6726761476505378",
        "-7.682121363151595e-05 -3.586071223670002e-06 -0.06427057873638657 -9.491553196204331e-09 -1.3030930980896405 -0.04131067126338734");

    [Fact]
    public void Branches_within_loops() => AssertDerivatives(
        """
        nodes:
          x: placeholder(float64, [2, 3])
          w: placeholder(float64, [2, 3])
          loop: >-
            while_loop(lambda i, v: i < 4,
            lambda i, v: [i + 1, cond(reduce_sum(v) > 2.0, lambda: v * v * 0.5, lambda: exp(v * 0.3))], [0, x])
          y: reduce_sum(`loop:1`)
        """,
        "1.4901161193847656e-08 -0.013877787807814457 16.0 0.213815376162529 6.525127446366241e-06 -7.006302246093748e-12",
        "1.3411045074462888e-07 -0.033306690738754696 71.99999999999999 0.213815376162529 0.00011745229403459233 -2.452205786132812e-10");

    [Fact]
    public void Scans() => AssertDerivatives(
        """
        nodes:
          x: placeholder(float64, [2, 3])
          w: placeholder(float64, [2, 3])
          states: 'scan(lambda s, r: tanh(s * 0.7 + r * r), x, zeros([3], dtype=float64))'
          y: reduce_sum(states * w)
        """,
        "0.284047286831056 0.003620748756070473 0.001728456330998812 0.009313677446098352 0.4093267620089819 0.23807607869795488",
        "0.1266868554521094 0.1780901286223583 -0.006944435959424858 -0.008499435208358452 -0.4699215417877214 0.4231868716200009");

    [Fact]
    public void Mapped_functions() => AssertDerivatives(
        """
        nodes:
          x: placeholder(float64, [2, 3])
          w: placeholder(float64, [2, 3])
          mapped: 'map_fn(lambda r: reduce_sum(exp(r * reduce_sum(r))) * 0.01, x)'
          y: reduce_prod(mapped)
        """,
        "0.06434723866519004 0.059473326507542494 0.09465574642263734 0.09605558952795329 0.056241969401453124 0.04578730305630131",
        "0.20496397017410836 0.19346557410048087 0.32039362806925914 0.26819620945833544 0.17616645421790814 0.12851387727054953");

    [Fact]
    public void Gathered_rows_columns_and_elements() => AssertDerivatives(
        """
        nodes:
          x: placeholder(float64, [2, 3])
          w: placeholder(float64, [2, 3])
          picked: gather(gather(x, [1, 0, 1]), [2, 2, 0], axis=1)
          single: gather_nd(x, [[1, 2], [0, 0]])
          y: reduce_sum(picked ** 3.0) * 0.1 + single[0] * single[1] ** 2.0
        """,
        "-0.22499999999999998 0.0 2.4000000000000004 1.35 0.0 0.358",
        "-0.7899999999999999 0.0 1.44 0.18000000000000005 0.0 0.8039999999999998");

    [Fact]
    public void Slices_with_strides() => AssertDerivatives(
        """
        nodes:
          x: placeholder(float64, [2, 3])
          w: placeholder(float64, [2, 3])
          y: 'reduce_sum(x[:, ::2] ** 2.0) * reduce_prod(x[0, 1:]) + reduce_sum(x[:, ::-1][1, 0:2] ** 3.0)'
        """,
        "-2.5 13.18 -18.2375 -7.5 1.6875 1.77",
        "-2.65 10.793999999999999 -13.193 -3.9499999999999997 4.050000000000001 5.449999999999999");

    [Fact]
    public void Broadcast_operands() => AssertDerivatives(
        """
        nodes:
          x: placeholder(float64, [2, 3])
          w: placeholder(float64, [2, 3])
          y: 'reduce_mean((x[:, :, newaxis] * x[:, newaxis, :] - x[0]) ** 2.0) / reduce_sum(1.0 + reduce_sum(x, axis=0, keepdims=true) ** 2.0)'
        """,
        "-0.15470874878589944 -0.2514280067548729 0.15363069962666004 -0.048473815627889355 0.1185040554848816 -0.1737471219819308",
        "-0.11086801882573907 -0.16264276943520098 0.08138044484851735 -0.05955774119168659 0.10078088174068808 -0.14216235351980067");

    [Fact]
    public void Orthogonal_factors_of_tall_matrices() => AssertDerivatives(
        """
        nodes:
          x: placeholder(float64, [2, 3])
          w: placeholder(float64, [2, 3])
          parts: qr(transpose(x, [1, 0]))
          y: 'reduce_sum(`parts:0` ** 2.0 * transpose(w, [1, 0])) + reduce_sum(abs(`parts:1` ** 3.0)) * 0.2'
        """,
        "0.9752455191144582 -1.4319941289848799 3.0652212932262026 1.4844939244408553 0.8258601058159993 0.06787043609256604",
        "1.0139200652856784 -0.5772149037699236 1.6484223140463257 0.5931409205038394 0.8086216612443438 -0.2436457926097555");

    [Fact]
    public void Orthogonal_factors_of_wide_matrices() => AssertDerivatives(
        """
        nodes:
          x: placeholder(float64, [2, 3])
          w: placeholder(float64, [2, 3])
          parts: qr(x)
          y: 'reduce_sum(`parts:0` ** 2.0 * w[:, :2]) + reduce_sum(`parts:1` ** 2.0 * w)'
        """,
        "2.44308 -2.47 -2.514 0.1856399999999997 0.6900000000000003 1.2780000000000002",
        "1.1999136000000001 -0.8572000000000001 -0.8306399999999998 -0.6609632000000001 0.48040000000000005 0.55048");

    [Fact]
    public void Singular_values_and_vectors() => AssertDerivatives(
        """
        nodes:
          x: placeholder(float64, [2, 3])
          w: placeholder(float64, [2, 3])
          parts: svd(x)
          y: 'reduce_sum(`parts:1` ** 2.0 * w[:, :2]) + reduce_sum(`parts:0` ** 2.0 * [0.4, -1.1]) + reduce_sum(`parts:2` ** 2.0 * transpose(w, [1, 0]))'
        """,
        "-0.14282602855748652 -0.9821758378406807 1.8698272389366413 -3.5422997749611285 -1.0452712513372047 -0.21423495410037752",
        "-2.091251641762474 -1.2166401109467306 0.41661067070987123 -0.5415028178806237 -0.07919129903491826 -1.9910756213899719");

    [Fact]
    public void Singular_values_alone() => AssertDerivatives(
        """
        nodes:
          x: placeholder(float64, [2, 3])
          w: placeholder(float64, [2, 3])
          parts: svd(x, compute_uv=false)
          y: reduce_sum(`parts:0` ** 3.0)
        """,
        "2.739683539920647 -9.444713647246019 14.59244087610475 7.329163260638142 4.529749896133871 -2.6770682242683495",
        "0.7027744672721465 -5.471132810293387 8.942465571619834 2.040972458626277 7.877717997451223 -7.516403458501606");

    [Fact]
    public void Inverse_transforms_to_real_numbers() => AssertDerivatives(
        """
        nodes:
          x: placeholder(float64, [2, 3])
          w: placeholder(float64, [2, 3])
          half: 'RFFT(x, [3], Tcomplex=complex128) * complex(cast([1.0, 2.0], float64), cast([0.0, 0.0], float64), Tout=complex128)'
          y: 'reduce_sum(IRFFT(half, [3], Treal=float64) ** 3.0 * w)'
        """,
        "-5.492361111111109 -16.313194444444434 40.120138888888874 3.204749999999999 3.792749999999997 -6.671249999999994",
        "-2.77611111111111 -7.979444444444441 21.39388888888888 0.25899999999999906 15.582999999999991 -15.772999999999989");

    [Fact]
    public void Inverse_transforms_to_real_numbers_of_two_dims() => AssertDerivatives(
        """
        nodes:
          x: placeholder(float64, [2, 3])
          w: placeholder(float64, [2, 3])
          half: 'RFFT2D(x, [2, 3], Tcomplex=complex128) * complex(cast([1.0, 2.0], float64), cast([0.0, 0.0], float64), Tout=complex128)'
          y: 'reduce_sum(IRFFT2D(half, [2, 3], Treal=float64) ** 3.0 * w)'
        """,
        "-5.492361111111109 -16.313194444444434 40.120138888888874 3.204749999999999 3.7927499999999954 -6.671249999999993",
        "-2.77611111111111 -7.979444444444441 21.39388888888888 0.25899999999999856 15.58299999999999 -15.772999999999984");

    [Fact]
    public void Digamma() => AssertDerivatives(
        """
        nodes:
          x: placeholder(float64, [2, 3])
          w: placeholder(float64, [2, 3])
          y: reduce_sum(digamma(x) * w)
        """,
        "1.4804406606221034 -3.8363759294978657 0.38696044025291393 0.09348022009716718 2.2876916838877426 -9.761612187083585",
        "-1.5145916979810885 4.948854671346495 -0.1454809702749079 -0.008287966442343203 -4.295132905233488 33.14314978794273");

    // As in TensorFlow the arrays of gradients have no gradient themselves.
    [Fact]
    public void Elements_of_arrays() => AssertDerivatives(
        """
        nodes:
          x: placeholder(float64, [2, 3])
          w: placeholder(float64, [2, 3])
          array: TensorArrayV3(2, dtype=float64, clear_after_read=false)
          one: TensorArrayWriteV3(array, 0, x[0] * 2.0, `array:flow`)
          both: TensorArrayWriteV3(array, 1, x[1] ** 2.0, one)
          a: TensorArrayReadV3(array, 0, both, dtype=float64)
          b: TensorArrayReadV3(array, 1, both, dtype=float64)
          c: TensorArrayReadV3(array, 1, both, dtype=float64)
          all: TensorArrayGatherV3(array, [0, 1], both, dtype=float64)
          y: reduce_sum(b * c * a) + reduce_sum(all ** 2.0 * w)
        """,
        "11.325 2.6328125 9.6162 14.850000000000001 -2.7 -0.3564",
        null);

    private static Tensor Matrix(params double[] values) => Tensor.Of<double>(Shape.Of(2, 3), values);

    private static double[] Numbers(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

    private void AssertDerivatives(string text, string first, string? second)
    {
        File.WriteAllText(path, $"""
            graphrun: 1
            {text.ReplaceLineEndings("\n            ")}
              first: gradients(y, x)
              second: gradients(first, x, grad_ys=w, unconnected_gradients="zero")
            """.Replace("\n            ", "\n", StringComparison.Ordinal));
        var graph = Binder.Load(path);
        (Output, Tensor)[] feeds =
        [
            (new Output(OutputNames.FindNode(graph, "x"), 0), Matrix(0.5, -1.25, 2.0, 1.5, 0.75, -0.3)),
            (new Output(OutputNames.FindNode(graph, "w"), 0), Matrix(0.3, -0.2, 0.6, 0.1, 0.9, -0.7)),
        ];
        foreach (var (name, expected) in new[] { ("first", Numbers(first)), ("second", Numbers(second ?? "")) })
        {
            var actual = new Session().Run(graph, [Fetch.Parse(graph, name)], feeds)[0].Values<double>().ToArray();
            for (var i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-9 * (1 + Math.Abs(expected[i])), $"{name}[{i}]: {actual[i]}, expected {expected[i]}");
        }
    }
}
