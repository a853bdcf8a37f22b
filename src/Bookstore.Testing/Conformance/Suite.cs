using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Testing;

/// <summary>What the suites have in common.</summary>
internal static class Suite
{
    public static ConformanceCase<T> Find<T>(IReadOnlyList<ConformanceCase<T>> cases, string name) =>
        cases.FirstOrDefault(candidate => string.Equals(candidate.Name, name, StringComparison.Ordinal))
        ?? throw new ArgumentException($"There is no case '{name}'. Take one of Cases.", nameof(name));

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "All sentences are checked, also when the first one fails.")]
    public static async Task RunAllAsync<T>(IReadOnlyList<ConformanceCase<T>> cases, T subject)
    {
        var broken = new List<Exception>();
        foreach (var sentence in cases)
        {
            try
            {
                await sentence.RunAsync(subject).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                broken.Add(exception);
            }
        }

        if (broken.Count > 0)
        {
            var messages = broken.Select(static exception => exception.Message).Prepend($"{broken.Count} of {cases.Count} sentences of the contract are not kept.");
            throw new ConformanceException(string.Join(Environment.NewLine, messages), new AggregateException(broken));
        }
    }
}
