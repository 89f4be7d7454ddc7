using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Ops;
using GraphRun.Ops.Elementwise;
using GraphRun.Ops.Reductions;
using GraphRun.Tensors;

namespace GraphRun.Passes;

/// <summary>
/// Makes one step of the ops that a layer normalization is written in: the mean of each row, the mean of the squared differences from it,
/// and what scales and shifts the row by both. Rows are the trailing dims that both means reduce. The result of nothing in between may be
/// read by others.
/// </summary>
internal sealed class NormalizationFusion
{
    private readonly PlanDraft draft;
    private readonly PlannedStep?[] producers;
    private readonly List<PlannedStep>[] readers;
    private readonly int[] uses;

    private NormalizationFusion(PlanDraft draft)
    {
        this.draft = draft;
        producers = new PlannedStep?[draft.Slots.Count];
        readers = Array.ConvertAll(producers, _ => new List<PlannedStep>());
        uses = draft.UseCounts();
        foreach (var step in draft.Steps.Where(step => step.Read is null && step.Node.IsPure))
        {
            foreach (var slot in step.Outputs)
                producers[slot] = step;
            foreach (var slot in step.Inputs.Where(slot => slot >= 0).Distinct())
                readers[slot].Add(step);
        }
    }

    internal static void Apply(PlanDraft draft)
    {
        var means = draft.Steps.Where(step => step.Node.Op == MeanOp.Mean).ToList();
        if (means.Count < 2)
            return;
        var fusion = new NormalizationFusion(draft);
        foreach (var step in means)
        {
            if (fusion.MomentsOf(step) is { } moments && (fusion.Centered(moments) ?? fusion.Offset(moments)) is { } normalization)
                fusion.Fuse(normalization);
        }
    }

    /// <summary>A variance, with the mean and the rows that it is of; null when the step computes none.</summary>
    private Normalization? MomentsOf(PlannedStep variance)
    {
        if (ReducedRows(variance) is not { } columns || Producer(variance.Inputs[0]) is not { } squares || uses[squares.FirstOutput] != 1)
            return null;
        var difference = squares.Node.Op == SquaredDifferenceOp.SquaredDifference ? squares : SubtractionSquaredBy(squares);
        if (difference is null || Producer(difference.Inputs[1]) is not { } mean || mean.Inputs[0] != difference.Inputs[0])
            return null;
        if (ReducedRows(mean) != columns || draft.Slots[mean.Inputs[0]].DType is not (DType.Float32 or DType.Float64))
            return null;
        var result = new Normalization(mean.Inputs[0], columns, mean, variance);
        result.Members.AddRange([mean, squares, variance]);
        return result;
    }

    private PlannedStep? SubtractionSquaredBy(PlannedStep squares)
    {
        var isSquare = squares.Node.Op == SquareOp.Square
            || (squares.Node.Op == MulOp.Mul && squares.Inputs[0] == squares.Inputs[1]);
        return isSquare && Producer(squares.Inputs[0]) is { } difference && difference.Node.Op == SubOp.Sub ? difference : null;
    }

    /// <summary>The elements of the trailing dims over which a mean goes that keeps them, of size 1; null for other steps.</summary>
    private int? ReducedRows(PlannedStep step)
    {
        if (step.Node.Op != MeanOp.Mean || !step.Node.Attrs.Bool("keep_dims") || draft.Values[step.Inputs[1]] is not { } axes)
            return null;
        var shape = draft.Slots[step.Inputs[0]].Shape;
        if (!shape.HasRank || axes.ElementCount == 0)
            return null;
        var reduced = axes.Integers().Select(axis => axis < 0 ? axis + shape.Rank : axis).Order().ToArray();
        var columns = 1L;
        for (var i = 0; i < reduced.Length; i++)
        {
            if (reduced[i] != shape.Rank - reduced.Length + i || shape[(int)reduced[i]] <= 0)
                return null;
            columns *= shape[(int)reduced[i]];
            if (columns > RowNormalization<double>.LongestRow)
                return null;
        }

        // The mean of one element is that element: nothing is added to it, not even to a negative zero.
        return columns > 1 ? (int)columns : null;
    }

    /// <summary>What goes on with <c>x - mean</c>.</summary>
    private Normalization? Centered(Normalization moments)
    {
        if (RootBehind(moments) is not var (added, root) || OnlyReader(root.FirstOutput) is not { } scaled)
            return null;
        var isQuotient = scaled.Node.Op == RealDivOp && root.Node.Op == RootOp.Sqrt && scaled.Inputs[1] == root.FirstOutput;
        if (!isQuotient && !(scaled.Node.Op == MulOp.Mul && root.Node.Op == RootOp.Rsqrt))
            return null;
        if (Producer(Other(scaled, root.FirstOutput)) is not { } difference || difference.Node.Op != SubOp.Sub
            || difference.Inputs[0] != moments.X || difference.Inputs[1] != moments.Mean.FirstOutput)
            return null;
        moments.Form = isQuotient ? NormalizationForm.OverRoot : NormalizationForm.TimesReciprocal;
        moments.Members.AddRange([difference, added, root, scaled]);
        if (!AreReadWithinAlone(moments, scaled))
            return null;
        moments.Gamma = TakeRow(moments, MulOp.Mul);
        moments.Beta = TakeRow(moments, AddOp.AddV2) is var beta and >= 0 ? beta : TakeRow(moments, AddOp.Add);
        return moments;
    }

    /// <summary>What goes on with <c>x * scale + (beta - mean * scale)</c>.</summary>
    private Normalization? Offset(Normalization moments)
    {
        moments.Members.RemoveRange(3, moments.Members.Count - 3);
        if (RootBehind(moments) is not var (added, root) || root.Node.Op != RootOp.Rsqrt)
            return null;
        moments.Form = NormalizationForm.ScaleAndOffset;
        moments.Members.AddRange([added, root]);
        moments.Gamma = TakeRow(moments, MulOp.Mul);
        var scale = moments.Last.FirstOutput;
        var products = readers[scale].Where(step => step.Node.Op == MulOp.Mul).ToArray();
        var ofX = Array.Find(products, step => Other(step, scale) == moments.X);
        var ofMean = Array.Find(products, step => Other(step, scale) == moments.Mean.FirstOutput);
        if (ofX is null || ofMean is null || OnlyReader(ofMean.FirstOutput) is not { } offset || offset.Node.Op != SubOp.Sub
            || offset.Inputs[1] != ofMean.FirstOutput || !IsRow(offset.Inputs[0], moments))
            return null;
        if (OnlyReader(ofX.FirstOutput) is not { } sum || !IsSum(sum) || Other(sum, ofX.FirstOutput) != offset.FirstOutput)
            return null;
        moments.Beta = offset.Inputs[0];
        moments.Members.AddRange([ofX, ofMean, offset, sum]);
        return AreReadWithinAlone(moments, sum) ? moments : null;
    }

    private static OpDef RealDivOp => DivisionOp.RealDiv;

    private static bool IsSum(PlannedStep step) => step.Node.Op == AddOp.AddV2 || step.Node.Op == AddOp.Add;

    /// <summary>The sum of variance and epsilon, and its root or the root's reciprocal.</summary>
    private (PlannedStep Added, PlannedStep Root)? RootBehind(Normalization moments)
    {
        var variance = moments.Variance.FirstOutput;
        if (OnlyReader(variance) is not { } added || !IsSum(added))
            return null;
        var epsilon = Other(added, variance);
        if (draft.Slots[epsilon].Shape is not { IsFullyDefined: true, ElementCount: 1 } || draft.Slots[epsilon].Shape.Rank > draft.Slots[moments.X].Shape.Rank)
            return null;
        if (OnlyReader(added.FirstOutput) is not { } root || (root.Node.Op != RootOp.Rsqrt && root.Node.Op != RootOp.Sqrt))
            return null;
        moments.Epsilon = epsilon;
        return (added, root);
    }

    /// <summary>The row that the only reader of what is there so far combines with it, the reader becoming a member; -1 when there is none.</summary>
    private int TakeRow(Normalization moments, OpDef op)
    {
        var last = moments.Last.FirstOutput;
        if (OnlyReader(last) is not { } next || next.Node.Op != op || !IsRow(Other(next, last), moments))
            return -1;
        moments.Members.Add(next);
        return Other(next, last);
    }

    private bool IsRow(int slot, Normalization moments)
    {
        var (shape, rows) = (draft.Slots[slot].Shape, draft.Slots[moments.X].Shape);
        if (!shape.IsFullyDefined || shape.Rank > rows.Rank || shape.ElementCount != moments.Columns)
            return false;
        var rest = moments.Columns;
        for (var fromEnd = 1; rest > 1; fromEnd++)
        {
            if (fromEnd > shape.Rank || shape[-fromEnd] != rows[-fromEnd])
                return false;
            rest /= (int)shape[-fromEnd];
        }

        return true;
    }

    private bool AreReadWithinAlone(Normalization moments, PlannedStep last) => moments.Members.TrueForAll(member =>
        ReferenceEquals(member, last)
        || (!draft.Fetches.Contains(member.FirstOutput) && readers[member.FirstOutput].TrueForAll(moments.Members.Contains)
            && uses[member.FirstOutput] == moments.Members.Sum(reader => reader.Inputs.Count(slot => slot == member.FirstOutput))));

    private PlannedStep? Producer(int slot) => slot < 0 ? null : producers[slot];

    private PlannedStep? OnlyReader(int slot) => uses[slot] == 1 && readers[slot].Count == 1 ? readers[slot][0] : null;

    private static int Other(PlannedStep step, int slot) => step.Inputs[0] == slot ? step.Inputs[1] : step.Inputs[0];

    private void Fuse(Normalization normalization)
    {
        var root = normalization.Last;
        int[] inputs = [normalization.X, normalization.Epsilon, .. Present(normalization.Gamma), .. Present(normalization.Beta)];
        var members = new HashSet<PlannedStep>(normalization.Members, ReferenceEqualityComparer.Instance);
        var fused = new PlannedStep(root.Node, inputs, root.FirstOutput, 1, null)
        {
            Fused = KernelOf(normalization),
            Absorbed = [.. draft.Steps.Where(step => members.Contains(step) && !ReferenceEquals(step, root)).Select(step => step.Node)],
        };
        foreach (var node in fused.Absorbed)
            draft.Note(PlanPasses.NormalizationFusion, node, true, $"fused into '{root.Node.Name}'");
        members.Remove(root);
        draft.Replace([.. draft.Steps.Where(step => !members.Contains(step)).Select(step => ReferenceEquals(step, root) ? fused : step)]);
    }

    private static IEnumerable<int> Present(int slot) => slot < 0 ? [] : [slot];

    private static Kernel KernelOf(Normalization normalization)
    {
        var (columns, form) = (normalization.Columns, normalization.Form);
        var (hasGamma, hasBeta) = (normalization.Gamma >= 0, normalization.Beta >= 0);
        return step =>
        {
            var x = step.Input(0);
            var gamma = hasGamma ? step.Input(2) : null;
            var beta = hasBeta ? step.Input(hasGamma ? 3 : 2) : null;
            var y = step.Allocate(0, x.Shape);
            if (x.DType == DType.Float32)
                RowNormalization<float>.Run(x, columns, step.Input(1), gamma, beta, form, y);
            else
                RowNormalization<double>.Run(x, columns, step.Input(1), gamma, beta, form, y);
        };
    }

    /// <summary>What has been recognised so far. Slots are -1 where there is none.</summary>
    private sealed class Normalization(int x, int columns, PlannedStep mean, PlannedStep variance)
    {
        internal int X => x;

        internal int Columns => columns;

        internal PlannedStep Mean => mean;

        internal PlannedStep Variance => variance;

        internal List<PlannedStep> Members { get; } = [];

        internal PlannedStep Last => Members[^1];

        internal int Epsilon { get; set; } = -1;

        internal int Gamma { get; set; } = -1;

        internal int Beta { get; set; } = -1;

        internal NormalizationForm Form { get; set; }
    }
}
