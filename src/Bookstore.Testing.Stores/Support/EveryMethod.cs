using System.Reflection;

namespace Bookstore.Testing.Stores;

/// <summary>Calls the methods of a store, each with arguments of its types, so that no method is left out that is added later.</summary>
internal static class EveryMethod
{
    /// <summary>The methods of the store contract that give a task.</summary>
    public static IReadOnlyList<MethodInfo> OfStore { get; } =
    [
        .. typeof(IBookstoreStore).GetInterfaces().Append(typeof(IBookstoreStore))
            .SelectMany(contract => contract.GetMethods())
            .Where(method => method.IsAbstract && method.GetParameters().Length > 0 && typeof(CancellationToken) == method.GetParameters()[^1].ParameterType),
    ];

    /// <summary>Calls a method and waits for its result.</summary>
    public static async Task CallAsync(IBookstoreStore store, MethodInfo method)
    {
        var arguments = Array.ConvertAll(method.GetParameters(), static parameter => ArgumentOf(parameter.ParameterType));
        var result = method.Invoke(store, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        await (result is ValueTask task ? task.AsTask() : (Task)result!.GetType().GetMethod(nameof(ValueTask.AsTask))!.Invoke(result, null)!);
    }

    private static object? ArgumentOf(Type type) => type switch
    {
        _ when type == typeof(string) => "local",
        _ when type == typeof(int) => 1,
        _ when type == typeof(Guid) => Records.Id(1),
        _ when type == typeof(Isbn) => Records.Isbn(1),
        _ when type == typeof(BookFilter) => BookFilter.All,
        _ when type == typeof(DateTimeOffset) => Records.Time,
        _ when type == typeof(CommitToken) => new CommitToken(Guid.NewGuid(), 1, Records.Time),
        _ when type == typeof(HostTime) => new HostTime(Records.Time, Records.Time),
        _ when type == typeof(IdempotencyRecord) || Nullable.GetUnderlyingType(type) is not null => null,
        _ => Activator.CreateInstance(type),
    };
}
