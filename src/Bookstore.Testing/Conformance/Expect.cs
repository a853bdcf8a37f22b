namespace Bookstore.Testing;

/// <summary>The few assertions of the suites, so that they need no test framework.</summary>
internal static class Expect
{
    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new ConformanceException($"{what} should be {Print(expected)}, and is {Print(actual)}.");
        }
    }

    public static void True(bool isTrue, string what)
    {
        if (!isTrue)
        {
            throw new ConformanceException(what);
        }
    }

    private static string Print<T>(T value) => value?.ToString() ?? "nothing";
}
