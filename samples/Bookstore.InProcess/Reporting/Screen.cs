using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Bookstore.Samples;

/// <summary>The terminal: colours and moving bars for people, plain text when the output goes to a file or a pipe.</summary>
internal sealed class Screen
{
    private const int PlainWidth = 120;
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(100);

    private readonly IAnsiConsole _console;
    private readonly bool _isPlain;

    private Screen(IAnsiConsole console, bool isPlain)
    {
        _console = console;
        _isPlain = isPlain;
    }

    /// <summary>Opens the standard output.</summary>
    /// <returns>The screen.</returns>
    public static Screen Open()
    {
        var isPlain = Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isPlain ? InteractionSupport.No : InteractionSupport.Detect,
            // Build servers set variables that would switch colours on again.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = !isPlain },
        });
        if (isPlain)
        {
            console.Profile.Width = PlainWidth;
        }

        return new Screen(console, isPlain);
    }

    /// <summary>Shows a table or a chart under a heading.</summary>
    /// <param name="heading">The heading.</param>
    /// <param name="content">What to show.</param>
    public void Show(string heading, IRenderable content)
    {
        _console.WriteLine();
        _console.Write(new Rule(Markup.Escape(heading)).LeftJustified());
        _console.Write(content);
    }

    /// <summary>Writes a line of text.</summary>
    /// <param name="text">The text, without markup.</param>
    public void Say(string text) => _console.WriteLine(text);

    /// <summary>Shows that work is done whose end cannot be foreseen.</summary>
    /// <param name="title">What is done.</param>
    /// <param name="work">The work.</param>
    /// <returns>Its result.</returns>
    public Task<T> TrackAsync<T>(string title, Func<Task<T>> work) => TrackAsync(title, () => 0, work);

    /// <summary>Shows a bar while work is done.</summary>
    /// <param name="title">What is done.</param>
    /// <param name="fraction">How far it is, 0 to 1.</param>
    /// <param name="work">The work.</param>
    /// <returns>Its result.</returns>
    public Task<T> TrackAsync<T>(string title, Func<double> fraction, Func<Task<T>> work) =>
        _isPlain ? TrackPlainAsync(title, work) : TrackWithBarAsync(title, fraction, work);

    private async Task<T> TrackPlainAsync<T>(string title, Func<Task<T>> work)
    {
        var started = TimeProvider.System.GetTimestamp();
        var result = await work();
        Say(string.Create(CultureInfo.InvariantCulture, $"{title}: {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F2} s"));
        return result;
    }

    private Task<T> TrackWithBarAsync<T>(string title, Func<double> fraction, Func<Task<T>> work) => _console.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .StartAsync(async context =>
        {
            var bar = context.AddTask(Markup.Escape(title), maxValue: 1);
            var running = work();
            while (await Task.WhenAny(running, Task.Delay(RefreshInterval)) != running)
            {
                bar.Value = Math.Clamp(fraction(), 0, 1);
            }

            var result = await running;
            bar.Value = 1;
            return result;
        });
}
