namespace Bookstore.Testing;

/// <summary>One sentence of a contract, and a check that something keeps it.</summary>
/// <typeparam name="TSubject">What is checked.</typeparam>
public sealed class ConformanceCase<TSubject>
{
    private readonly Func<TSubject, Task> _run;

    /// <summary>Creates a case, for a contract of your own.</summary>
    /// <param name="name">The sentence, unique within its suite.</param>
    /// <param name="run">Checks the sentence. Throws when it is not kept.</param>
    public ConformanceCase(string name, Func<TSubject, Task> run)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(run);
        Name = name;
        _run = run;
    }

    /// <summary>The sentence, unique within its suite.</summary>
    public string Name { get; }

    /// <summary>Checks the sentence.</summary>
    /// <param name="subject">What is checked. It may have been used before: each case works with ids of its own.</param>
    /// <returns>A task that ends well when it is kept.</returns>
    /// <exception cref="ConformanceException">It is not kept; the message says what was expected and what came.</exception>
    public async Task RunAsync(TSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        try
        {
            await _run(subject).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw new ConformanceException($"{Name}: {exception.Message}", exception);
        }
    }

    /// <summary>The sentence, for the list of a test runner.</summary>
    /// <returns>The <see cref="Name"/>.</returns>
    public override string ToString() => Name;
}
