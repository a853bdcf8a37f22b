using System.Globalization;

namespace Bookstore.Samples;

/// <summary>Reads a command line of words, and of options with a value each. Linked into every program that has one.</summary>
internal static class CommandLine
{
    public static bool AsksForHelp(IEnumerable<string> args) => args.Any(static word => word is "--help" or "-h");

    /// <summary>Applies each word of a command line to a program's options.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="options">The options without it.</param>
    /// <param name="withOption">Applies an option by its name, such as <c>--orders</c>, and its value.</param>
    /// <param name="withWord">Applies a word that belongs to no option.</param>
    /// <returns>The options.</returns>
    /// <exception cref="FormatException">An option has no value.</exception>
    public static T Read<T>(IReadOnlyList<string> args, T options, Func<T, string, string, T> withOption, Func<T, string, T> withWord)
    {
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i].StartsWith("--", StringComparison.Ordinal)
                ? withOption(options, args[i], ++i < args.Count ? args[i] : throw WithoutValue(args[i - 1], options, withOption))
                : withWord(options, args[i]);
        }

        return options;
    }

    public static int Number(string name, string value, int lowest, int highest) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest
            ? number
            : throw new FormatException($"{name} is a whole number from {lowest} to {highest}, not '{value}'.");

    public static FormatException Unknown(string word) => new UnknownOptionException(word);

    // An option that is not there needs no value.
    private static FormatException WithoutValue<T>(string name, T options, Func<T, string, string, T> withOption)
    {
        try
        {
            withOption(options, name, string.Empty);
        }
        catch (UnknownOptionException unknown)
        {
            return unknown;
        }
        catch (FormatException)
        {
            // It is there and takes another value than none.
        }

        return new FormatException($"{name} needs a value.");
    }

    private sealed class UnknownOptionException(string word) : FormatException($"There is no option {word}.");
}
