using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Bookstore.AspNetCore;

/// <summary>What a handler takes from a request, as the attributes of its parameters say. Read once, when the route is built.</summary>
internal static class HandlerParameters
{
    private const BindingFlags Constructors = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The headers, route and query parameters and the body, in order: those of the handler itself, and those that the types of its parameters are made of.</summary>
    public static IEnumerable<ParameterInfo> Of(MethodInfo handler) =>
        handler.GetParameters().SelectMany(static parameter => IsOfRequest(parameter) ? [parameter] : PartsOf(parameter.ParameterType));

    /// <summary>The types of the API among a handler's parameters, which refuse requests of their own accord.</summary>
    public static IEnumerable<Type> TypesOf(MethodInfo handler) => handler.GetParameters().Select(static parameter => parameter.ParameterType).Where(IsOurs);

    public static T? Find<T>(ParameterInfo parameter)
        where T : class => parameter.GetCustomAttributes(inherit: false).OfType<T>().FirstOrDefault();

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Handlers construct the types of their parameters, so that the constructors are kept.")]
    private static IEnumerable<ParameterInfo> PartsOf(Type type) =>
        IsOurs(type) ? type.GetConstructors(Constructors).SelectMany(static constructor => constructor.GetParameters()).Where(IsOfRequest) : [];

    private static bool IsOfRequest(ParameterInfo parameter) =>
        parameter.GetCustomAttributes(inherit: false).Any(static attribute => attribute is IFromRouteMetadata or IFromQueryMetadata or IFromHeaderMetadata or IFromBodyMetadata);

    private static bool IsOurs(Type type) => type.Assembly == typeof(HandlerParameters).Assembly;
}
