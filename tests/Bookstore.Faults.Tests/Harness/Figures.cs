using System.Globalization;

namespace Bookstore.Faults;

/// <summary>The figures that the documentation shows, as lines of a test's output that a command can collect.</summary>
internal static class Figures
{
    public static void Report(this ITestOutputHelper output, string name, double number) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"reliability: {name}={number:0.##}"));
}
