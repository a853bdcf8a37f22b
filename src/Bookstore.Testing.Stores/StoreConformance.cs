using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Testing.Stores;

/// <summary>The contract of <see cref="IBookstoreStore"/>, a case for each sentence. Run all of them against every store that you write.</summary>
/// <remarks>With xUnit, derive from <see cref="StoreConformanceTests{TStore}"/> instead: it makes a test of each case.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public static class StoreConformance
{
    /// <summary>Every sentence of the contract. Which of them apply to a store depends on what it can do, see <see cref="CasesFor"/>.</summary>
    public static IReadOnlyList<ConformanceCase<Func<StoreUnderTest>>> Cases { get; } =
        [.. StoreCase.All.Select(static found => new ConformanceCase<Func<StoreUnderTest>>(found.Name, found.RunAsync))];

    /// <summary>Returns the cases that apply to a store.</summary>
    /// <param name="subject">The store. It is asked for its switches only: no store is created.</param>
    /// <returns>All cases but those for something that the store does not have.</returns>
    public static IReadOnlyList<ConformanceCase<Func<StoreUnderTest>>> CasesFor(StoreUnderTest subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return [.. Cases.Where((_, index) => StoreCase.All[index].AppliesTo(subject))];
    }

    /// <summary>Runs one case by its name, for test frameworks that pass texts.</summary>
    /// <param name="name">The <see cref="ConformanceCase{TSubject}.Name"/>.</param>
    /// <param name="create">Creates the store under test. The case disposes it at its end.</param>
    /// <returns>A task that completes when the sentence is kept.</returns>
    /// <exception cref="ArgumentException">There is no such case.</exception>
    /// <exception cref="ConformanceException">The sentence is not kept.</exception>
    public static Task RunAsync(string name, Func<StoreUnderTest> create) => Suite.Find(Cases, name).RunAsync(create);

    /// <summary>Runs all cases that apply to a store, one after the other, for programs without a test framework.</summary>
    /// <param name="create">Creates the store under test: called once for each case, which disposes it at its end, and once for its switches.</param>
    /// <returns>A task that completes when the whole contract is kept.</returns>
    /// <exception cref="ConformanceException">Names every sentence that is not kept, and why.</exception>
    public static Task RunAllAsync(Func<StoreUnderTest> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return Suite.RunAllAsync(CasesFor(create()), create);
    }
}
