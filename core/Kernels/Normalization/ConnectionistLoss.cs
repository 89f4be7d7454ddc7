using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// The connectionist temporal classification of one sequence (Graves and others, 2006; <c>core/util/ctc/ctc_loss_calculator.cc</c>): forward
/// and backward variables, scaled at each time so that none vanishes (Rabiner, 1989). The last class is the blank.
/// </summary>
/// <param name="probabilities">The classes' probabilities, time after time.</param>
/// <param name="classes">How many classes there are.</param>
/// <param name="stride">From a time to the next.</param>
/// <param name="mergesRepeated">Equal classes in a row are one label unless a blank stands between them.</param>
internal readonly ref struct ConnectionistLoss(ReadOnlySpan<double> probabilities, int classes, int stride, bool mergesRepeated)
{
    private readonly ReadOnlySpan<double> probabilities = probabilities;

    /// <summary>Computes the loss of a sequence of labels and takes each class's share at each time off the gradient.</summary>
    /// <param name="labels">The labels, none of them the blank.</param>
    /// <param name="times">Length of the sequence, at least 1.</param>
    /// <param name="gradient">As the probabilities; holds these before.</param>
    /// <returns>The negative logarithm of the labels' probability; infinite when no path gives them.</returns>
    public double Run(ReadOnlySpan<int> labels, int times, Span<double> gradient)
    {
        var states = new int[(2 * labels.Length) + 1];
        for (var i = 0; i < states.Length; i++)
            states[i] = i % 2 == 1 ? labels[i / 2] : classes - 1;
        var scales = Tensor.Allocate(DType.Float64, Shape.Of(times));
        var forward = Forward(states, scales.Writable<double>());
        if (scales.Values<double>().Contains(0))
            return double.PositiveInfinity;
        Backward(states, forward, gradient);
        Elementwise.UnaryFloating<LogOperator>(scales, scales);
        var loss = 0.0;
        foreach (var logarithm in scales.Values<double>())
            loss -= logarithm;
        return loss;
    }

    // The probability of each state at each time, of all paths that give the labels so far.
    private double[] Forward(int[] states, Span<double> scales)
    {
        var forward = new double[scales.Length * states.Length];
        for (var time = 0; time < scales.Length; time++)
        {
            var now = forward.AsSpan(time * states.Length, states.Length);
            for (var state = 0; state < states.Length; state++)
            {
                var sum = time == 0 ? (state < 2 ? 1 : 0) : 0.0;
                for (var from = Math.Max(0, state - 2); time > 0 && from <= state; from++)
                    sum += Follows(states, from, state) ? forward[((time - 1) * states.Length) + from] : 0;
                now[state] = sum * Probability(time, states[state]);
            }

            scales[time] = Scale(now, time == scales.Length - 1 ? states.Length - 2 : 0);
        }

        return forward;
    }

    // At the last time only the last label and the blank behind it count.
    private static double Scale(Span<double> values, int first)
    {
        var sum = 0.0;
        for (var i = Math.Max(0, first); i < values.Length; i++)
            sum += values[i];
        for (var i = 0; i < values.Length && sum > 0; i++)
            values[i] = i < first ? 0 : values[i] / sum;
        return sum;
    }

    private void Backward(int[] states, double[] forward, Span<double> gradient)
    {
        var times = forward.Length / states.Length;
        var (backward, next) = (new double[states.Length], new double[states.Length]);
        backward.AsSpan(Math.Max(0, states.Length - 2)).Fill(1);
        for (var time = times - 1; time >= 0; time--)
        {
            Share(states, forward.AsSpan(time * states.Length, states.Length), backward, gradient[(time * stride)..]);
            if (time == 0)
                break;
            for (var state = 0; state < states.Length; state++)
            {
                next[state] = 0;
                for (var to = state; to <= Math.Min(states.Length - 1, state + 2); to++)
                    next[state] += Follows(states, state, to) ? Probability(time, states[to]) * backward[to] : 0;
            }

            Scale(next, 0);
            (backward, next) = (next, backward);
        }
    }

    private static void Share(int[] states, ReadOnlySpan<double> forward, double[] backward, Span<double> gradient)
    {
        var sum = 0.0;
        for (var state = 0; state < states.Length; state++)
            sum += forward[state] * backward[state];
        for (var state = 0; state < states.Length && sum > 0; state++)
            gradient[states[state]] -= forward[state] * backward[state] / sum;
    }

    // From a state to itself, to the next, or over a blank to the label behind it.
    private bool Follows(int[] states, int from, int to) => (to - from) switch
    {
        0 => mergesRepeated || states[to] == classes - 1,
        1 => true,
        _ => states[to] != classes - 1 && !(mergesRepeated && states[to] == states[from]),
    };

    private double Probability(int time, int label) => probabilities[(time * stride) + label];
}
