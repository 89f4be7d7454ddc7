using System.Text.Json;
using GraphRun.Formats.Sessions;

namespace GraphRun.Cli.Printing;

/// <summary>Where a result comes from, for the formats that say it.</summary>
/// <param name="Graph">The graph file as the user named it.</param>
/// <param name="Session">The session; null when the run touched none.</param>
/// <param name="Checkpoint">The session's newest checkpoint after the run; 0 when it has none.</param>
/// <param name="Run">Which of several repeated runs, from 1; null when there is one.</param>
internal sealed record ResultOrigin(string Graph, SessionAddress? Session, long Checkpoint, long? Run)
{
    /// <summary>For formats that do not say it.</summary>
    public static ResultOrigin None { get; } = new("", null, 0, null);

    /// <summary>Writes the member <c>session</c>.</summary>
    public void WriteSession(Utf8JsonWriter json)
    {
        if (Session is null)
        {
            json.WriteNull("session");
            return;
        }

        json.WriteStartObject("session");
        json.WriteString("name", Session.Session);
        json.WriteString("store", Session.Store);
        json.WriteNumber("checkpoint", Checkpoint);
        json.WriteEndObject();
    }
}
