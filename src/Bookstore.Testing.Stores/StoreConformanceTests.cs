using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace Bookstore.Testing.Stores;

/// <summary>The contract of a store as xUnit tests: derive a public class from it, and each case of <see cref="StoreConformance"/> that applies to the store is a test of that class.</summary>
/// <typeparam name="TStore">How the suite creates the store.</typeparam>
[Experimental(StorageDiagnostics.Experimental)]
public abstract class StoreConformanceTests<TStore>
    where TStore : StoreUnderTest, new()
{
    /// <summary>The sentences of the contract that apply to the store.</summary>
    public static TheoryData<object> Sentences => [.. StoreConformance.CasesFor(new TStore()).Select(static found => (object)new Sentence(found.Name))];

    /// <summary>Runs one case of the suite with a new store.</summary>
    /// <param name="sentence">One of the <see cref="Sentences"/>.</param>
    /// <returns>A task that completes when the sentence is kept.</returns>
    /// <exception cref="ConformanceException">The sentence is not kept.</exception>
    [Theory]
    [MemberData(nameof(Sentences))]
    public Task The_store_keeps(object sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        return StoreConformance.RunAsync(sentence.ToString()!, static () => new TStore());
    }
}
