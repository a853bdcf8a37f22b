using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Xunit;

namespace Bookstore.Testing.Stores;

/// <summary>Fails when a store, or a part of the suite, is not tested. Derive one public class from it in the test project of a store.</summary>
/// <remarks>It looks at the stores of the test project and of the assemblies whose stores are tested there.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public abstract class StoreConformanceCoverage
{
    /// <summary>Stores that need not be tested, such as doubles of stores in tests.</summary>
    /// <value>Default: none.</value>
    protected virtual IReadOnlyCollection<Type> Doubles => [];

    /// <summary>Checks that each store has a <see cref="StoreUnderTest"/>, and that each of these runs the whole suite.</summary>
    [Fact]
    public void Every_store_runs_the_whole_suite()
    {
        var gaps = FindGaps(GetType().Assembly, Doubles);
        if (gaps.Count > 0)
        {
            throw new ConformanceException(string.Join(Environment.NewLine, gaps));
        }
    }

    /// <summary>Returns a sentence for each store of a test project, and of the assemblies that it tests, which does not run the whole suite.</summary>
    internal static IReadOnlyList<string> FindGaps(Assembly tests, IReadOnlyCollection<Type> doubles)
    {
        Type[] types = [.. tests.GetExportedTypes()];
        var assemblies = types.Where(IsUnderTest).Select(StoreTypeOf).Select(static store => store.Assembly).Append(tests).Distinct();
        return FindGaps([.. assemblies.SelectMany(static assembly => assembly.GetTypes()).Where(IsStore).Except(doubles)], types);
    }

    /// <summary>Returns a sentence for each store that does not run the whole suite.</summary>
    /// <param name="stores">The stores to be tested.</param>
    /// <param name="types">The public types of the test project: no others are run.</param>
    internal static IReadOnlyList<string> FindGaps(IReadOnlyList<Type> stores, IReadOnlyList<Type> types)
    {
        Type[] underTest = [.. types.Where(IsUnderTest)];
        return
        [
            .. stores.Except(underTest.Select(StoreTypeOf)).Select(static store => $"No public class derives from {nameof(StoreUnderTest)} for {store.Name}."),
            .. underTest.SelectMany(under => FindGaps(under, types)),
        ];
    }

    private static IEnumerable<string> FindGaps(Type underTest, IReadOnlyList<Type> types)
    {
        var suite = typeof(StoreConformanceTests<>).MakeGenericType(underTest);
        Type[] derived = [.. types.Where(type => type.IsSubclassOf(suite) && !type.IsAbstract)];
        return derived.Length > 0
            ? derived.Where(type => Hides(type, suite)).Select(static type => $"{type.Name} hides a member of the suite.")
            : [$"No public class derives from {nameof(StoreConformanceTests<>)} for {underTest.Name}."];
    }

    private static bool Hides(Type derived, Type suite)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var names = suite.GetMembers(Declared).Select(static member => member.Name).ToHashSet(StringComparer.Ordinal);
        return derived.GetMembers(Declared).Any(member => names.Contains(member.Name));
    }

    private static Type StoreTypeOf(Type underTest) => ((StoreUnderTest)Activator.CreateInstance(underTest)!).StoreType;

    private static bool IsUnderTest(Type type) => type.IsSubclassOf(typeof(StoreUnderTest)) && !type.IsAbstract;

    private static bool IsStore(Type type) => type.IsAssignableTo(typeof(IBookstoreStore)) && type is { IsAbstract: false, IsInterface: false };
}
