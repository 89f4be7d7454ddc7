using System.Numerics;

namespace GraphRun.Kernels;

/// <summary>
/// Chooses boxes, the best score first and of equal ones the lower number, and passes over those too similar to one chosen before
/// (<c>core/kernels/image/non_max_suppression_op.cc</c>; soft suppression: Bodla et al., "Soft-NMS", 2017).
/// </summary>
/// <param name="Most">The most boxes to choose.</param>
/// <param name="Threshold">A box more similar than this to a chosen one is passed over, unless suppression is soft.</param>
/// <param name="ScoreThreshold">Only scores above this are considered.</param>
/// <param name="SoftSigma">When positive, a similarity s multiplies the score by e^(-s² / 2 sigma) instead.</param>
internal readonly record struct BoxSelection(int Most, float Threshold, float ScoreThreshold = float.MinValue, float SoftSigma = 0)
{
    private bool IsSoft => SoftSigma > 0;

    /// <summary>The chosen boxes with their scores, in the order of their choice.</summary>
    public List<(int Box, float Score)> Run(ReadOnlySpan<float> scores, SharedArea similarity)
    {
        var chosen = new List<(int Box, float Score)>();
        var candidates = new PriorityQueue<(int Box, int Compared), Rank>(scores.Length);
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] > ScoreThreshold)
                candidates.Enqueue((i, 0), new Rank(scores[i], i));
        }

        while (chosen.Count < Most && candidates.TryDequeue(out var candidate, out var rank))
        {
            // What was chosen before the candidate's last look has done its work on the score already.
            var score = Suppress(rank.Score, candidate.Box, chosen, candidate.Compared, similarity);
            if (score == rank.Score)
                chosen.Add((candidate.Box, score));
            else if (score > ScoreThreshold)
                candidates.Enqueue((candidate.Box, chosen.Count), new Rank(score, candidate.Box));
        }

        return chosen;
    }

    private float Suppress(float score, int box, List<(int Box, float Score)> chosen, int compared, SharedArea similarity)
    {
        for (var i = chosen.Count - 1; i >= compared; i--)
        {
            var value = similarity.Of(box, chosen[i].Box);
            if (!IsSoft && value > Threshold)
                return float.NegativeInfinity;
            if (IsSoft)
                score *= VectorMath.Exp(Vector.Create(-0.5f / SoftSigma * value * value))[0];
            if (score <= ScoreThreshold)
                return score;
        }

        return score;
    }

    private readonly record struct Rank(float Score, int Box) : IComparable<Rank>
    {
        public int CompareTo(Rank other) => Score != other.Score ? other.Score.CompareTo(Score) : Box.CompareTo(other.Box);
    }
}
