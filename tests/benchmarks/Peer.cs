using System.Diagnostics;
using System.Globalization;

namespace GraphRun.Benchmarks;

/// <summary>A process of <c>peers/models.mjs</c>, told by lines what to do.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process process;

    /// <param name="script">The script.</param>
    /// <param name="modules">The folder that holds the peers' <c>node_modules</c>.</param>
    internal Peer(string script, string modules) => process = Process.Start(new ProcessStartInfo("node", Path.GetFullPath(script))
    {
        WorkingDirectory = modules,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>Sends a command and waits for its answer.</summary>
    internal string Ask(params string[] words)
    {
        process.StandardInput.WriteLine(string.Join('\t', words));
        return process.StandardOutput.ReadLine() ?? "failed: the peer ended";
    }

    /// <summary>The time of the quickest run in so many milliseconds, in microseconds; NaN when there is no model.</summary>
    internal double Turn(int milliseconds)
    {
        var answer = Ask("turn", milliseconds.ToString(CultureInfo.InvariantCulture));
        return double.TryParse(answer, CultureInfo.InvariantCulture, out var time) ? time : double.NaN;
    }

    public void Dispose()
    {
        process.StandardInput.WriteLine("quit");
        process.WaitForExit();
        process.Dispose();
    }
}
