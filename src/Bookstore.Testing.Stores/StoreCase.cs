using System.Collections;
using System.Globalization;
using System.Reflection;

namespace Bookstore.Testing.Stores;

/// <summary>One case of the suite: a method of a class of cases, with one row of arguments.</summary>
internal sealed class StoreCase
{
    private readonly MethodInfo _method;
    private readonly object?[] _arguments;

    private StoreCase(MethodInfo method, object?[] arguments)
    {
        _method = method;
        _arguments = arguments;
        Name = NameOf(method, arguments);
    }

    /// <summary>All cases, by the class and in the order in which they are written.</summary>
    public static IReadOnlyList<StoreCase> All { get; } =
    [
        .. typeof(StoreCases).Assembly.GetTypes()
            .Where(static type => type.IsSubclassOf(typeof(StoreCases)))
            .OrderBy(static type => type.Name, StringComparer.Ordinal)
            .SelectMany(static type => type.GetMethods().OrderBy(static method => method.MetadataToken))
            .SelectMany(static method => method.GetCustomAttributes<CaseAttribute>().SelectMany(attribute => attribute.RowsOf(method)).Select(row => new StoreCase(method, row))),
    ];

    public string Name { get; }

    public bool AppliesTo(StoreUnderTest subject) => (_method.GetCustomAttribute<NeedsAttribute>() ?? _method.DeclaringType!.GetCustomAttribute<NeedsAttribute>())?.Capability switch
    {
        Capability.Data => subject.KeepsData,
        Capability.SearchWords => subject.KeepsSearchWords,
        _ => true,
    };

    public async Task RunAsync(Func<StoreUnderTest> create)
    {
        await using var cases = (StoreCases)Activator.CreateInstance(_method.DeclaringType!)!;
        await cases.StartAsync(create());
        await (Task)_method.Invoke(cases, BindingFlags.DoNotWrapExceptions, null, _arguments, CultureInfo.InvariantCulture)!;
    }

    // "Lock: A unit waits for the one that has its order", with its arguments where it has some.
    private static string NameOf(MethodInfo method, object?[] arguments)
    {
        var sentence = $"{method.DeclaringType!.Name.Replace("Cases", string.Empty, StringComparison.Ordinal)}: {method.Name.Replace('_', ' ')}";
        var values = method.GetParameters().Zip(arguments, static (parameter, value) => $"{parameter.Name}: {Print(value)}");
        return arguments.Length == 0 ? sentence : $"{sentence} ({string.Join(", ", values)})";
    }

    private static string Print(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        IEnumerable values => $"[{string.Join(", ", values.Cast<object?>().Select(Print))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };
}
