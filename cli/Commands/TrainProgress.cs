using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace GraphRun.Cli.Commands;

/// <summary>How far a training is, on one line of a terminal that is drawn again and again; elsewhere nothing is drawn.</summary>
internal sealed class TrainProgress(Invocation invocation)
{
    private const int LongestBar = 30;
    private const int ShortestBar = 5;

    private static readonly long interval = Stopwatch.Frequency / 10;

    private readonly bool isShown = invocation.Surroundings.ErrorIsTerminal() && invocation.Report.ShowsProgress;
    private long next;
    private bool isDrawn;

    /// <summary>A tenth of a second has passed since the last drawing.</summary>
    public bool IsDue => isShown && Stopwatch.GetTimestamp() >= next;

    /// <summary>Draws the line over the last one.</summary>
    public void Draw(in TrainState state)
    {
        next = Stopwatch.GetTimestamp() + interval;
        isDrawn = true;
        invocation.Report.Text($"\r{Render(state, invocation.Surroundings.ErrorColumns() - 1)}\u001b[K");
    }

    /// <summary>Takes the line away, for other lines to be written.</summary>
    public void Clear()
    {
        if (isDrawn)
            invocation.Report.Text("\r\u001b[K");
        isDrawn = false;
        next = 0;
    }

    /// <summary>
    /// The line: steps, a bar where the end is known and there is room, epoch, metric, speed and the time that is left; cut off at
    /// <paramref name="columns"/>.
    /// </summary>
    internal static string Render(in TrainState state, int columns)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"step {state.Step}");
        if (state.Total is { } total)
            text.Append(CultureInfo.InvariantCulture, $"/{total}");
        var bar = text.Length;
        if (state.Epoch is { } epoch)
            text.Append(CultureInfo.InvariantCulture, $"  epoch {epoch:F2}");
        var unit = state.Epoch is null ? "steps" : "examples";
        text.Append(CultureInfo.InvariantCulture, $"  {state.Metric} {state.Value:G6}  {state.Rate:F0} {unit}/s");
        if (state.Left is { } left)
            text.Append(CultureInfo.InvariantCulture, $"  {Duration(left)} left");
        var room = Math.Min(columns - text.Length - "  [] 100%".Length, LongestBar);
        if (state.Total is > 0 && room >= ShortestBar)
            text.Insert(bar, Bar((double)state.Step / state.Total.Value, room));
        return text.Length <= columns ? text.ToString() : text.ToString(0, Math.Max(columns, 0));
    }

    private static string Bar(double part, int length)
    {
        part = Math.Clamp(part, 0, 1);
        var filled = (int)(part * length);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  [{new string('#', filled)}{new string('.', length - filled)}] {Math.Floor(100 * part),3:F0}%");
    }

    private static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours):F0}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");
}
