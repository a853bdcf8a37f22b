using System.Reflection;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

/// <summary>Derived once in the test project of every store: fails when a part of the suite is missing, hidden or skipped there.</summary>
public abstract class StoreConformanceCoverage
{
    /// <summary>Stores of the tested assemblies that only stand in for others in tests.</summary>
    protected virtual IReadOnlyCollection<Type> Doubles => [];

    [Fact]
    public void Every_fact_of_the_suite_runs_for_every_store()
    {
        var tests = GetType().Assembly;
        var stores = TestedAssemblies(tests).SelectMany(assembly => assembly.GetTypes()).Where(IsStore).Except(Doubles);
        FindGaps([.. stores], tests.GetExportedTypes()).ShouldBeEmpty();
    }

    /// <summary>Says what keeps facts from running.</summary>
    /// <param name="stores">The stores to be tested.</param>
    /// <param name="types">The public types of the test project: no others are run.</param>
    /// <returns>A sentence for each gap.</returns>
    public static IReadOnlyList<string> FindGaps(IReadOnlyList<Type> stores, IReadOnlyList<Type> types)
    {
        var underTest = types.Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(StoreUnderTest))).ToArray();
        var tested = underTest.Select(type => ((StoreUnderTest)Activator.CreateInstance(type)!).StoreType).ToArray();
        return
        [
            .. stores.Except(tested).Select(store => $"No StoreUnderTest is for {store.Name}."),
            .. underTest.SelectMany(under => Parts().SelectMany(part => FindGaps(part.MakeGenericType(under), types))),
        ];
    }

    private static IEnumerable<string> FindGaps(Type part, IReadOnlyList<Type> types)
    {
        var derived = types.Where(type => type.IsSubclassOf(part) && !type.IsAbstract).ToArray();
        return derived.Length > 0
            ? derived.SelectMany(type => Facts(part).SelectMany(fact => FindGaps(fact, type)))
            : [$"No public class derives {part.Name} for {part.GetGenericArguments()[0].Name}."];
    }

    private static IEnumerable<string> FindGaps(MethodInfo fact, Type derived)
    {
        var runs = derived.GetMethods().Where(method => method.Name == fact.Name).ToArray();
        if (runs.Length != 1 || runs[0].DeclaringType != fact.DeclaringType)
        {
            yield return $"{derived.Name} hides {fact.Name}.";
        }

        if (runs.Append(fact).Any(method => method.GetCustomAttribute<FactAttribute>() is not { Skip: null }))
        {
            yield return $"{derived.Name} skips {fact.Name}.";
        }
    }

    private static IEnumerable<MethodInfo> Facts(Type part) =>
        part.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => method.IsDefined(typeof(FactAttribute)));

    private static IEnumerable<Type> Parts() => typeof(StoreConformanceCoverage).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: true, BaseType.IsGenericType: true } && type.BaseType.GetGenericTypeDefinition() == typeof(StoreConformance<>));

    // The test project of a package bears its name: Bookstore.Sqlite.Tests has to test the stores of Bookstore.Sqlite.
    private static IEnumerable<Assembly> TestedAssemblies(Assembly tests)
    {
        yield return tests;
        if (tests.GetName().Name is { } name && name.EndsWith(".Tests", StringComparison.Ordinal))
        {
            yield return Assembly.Load(name[..^".Tests".Length]);
        }
    }

    private static bool IsStore(Type type) => !type.IsAbstract && type.IsAssignableTo(typeof(IBookstoreStore));
}
