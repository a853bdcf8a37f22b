using Spectre.Console;

namespace Bookstore.Samples;

/// <summary>The terminal: colours and moving bars for people, plain text when the output goes to a file or a pipe.</summary>
internal static class Terminal
{
    private const int PlainWidth = 120;

    public static void Open()
    {
        if (!Console.IsOutputRedirected)
        {
            return;
        }

        // Build servers set variables that would switch colours on again.
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        AnsiConsole.Profile.Width = PlainWidth;
    }
}
