namespace GraphRun.Tests.Formats.Stores;

/// <summary>A new folder that goes with everything in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("graphrun-store-").FullName;

    public string Path { get; }

    /// <summary>The store of a test: a file that does not exist yet.</summary>
    public string Store => File("sessions.db");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
