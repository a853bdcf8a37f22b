using System.Reflection;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>Gives an endpoint the metadata that every OpenAPI generator for ASP.NET Core reads, from its handler: attributes, parameters, result.</summary>
internal static class OperationDescription
{
    private const string Json = "application/json";

    /// <summary>The codes of every operation that reads, for a client.</summary>
    public static IReadOnlyList<string> CodesOfReads { get; } =
        [ProblemCodes.InvalidQuery, ProblemCodes.Unauthorized, ProblemCodes.Forbidden, ProblemCodes.TooManyRequests, ProblemCodes.InternalError, ProblemCodes.Overloaded];

    /// <summary>The codes of every operation that writes, for a client.</summary>
    public static IReadOnlyList<string> CodesOfWrites { get; } = [ProblemCodes.BodyTooLarge, .. CodesOfReads];

    /// <summary>Adds the successful responses of a handler: JSON, and what else a client can ask for.</summary>
    public static void AddResponses(EndpointBuilder endpoint, MemberInfo handler, Type resource, params string[] others)
    {
        foreach (var response in handler.GetCustomAttributes<RespondsAttribute>())
        {
            endpoint.Metadata.Add(Response(response.Status, resource, Json, response.Description, others));
        }
    }

    /// <summary>Completes the description, once the endpoint is built.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="mapping">How often the application has mapped it by then.</param>
    /// <param name="codesOfAll">The codes that the operation has beside its own.</param>
    public static void Complete(EndpointBuilder endpoint, int mapping, IReadOnlyList<string> codesOfAll)
    {
        var handler = endpoint.Metadata.OfType<MethodInfo>().Last();
        endpoint.Metadata.Add(new OperationId(TakeName(endpoint), mapping));
        // Generators find what a body's type may be at the handler. As metadata, routing would act on it: it would answer in its own way, before anybody's key was looked at.
        RemoveAll<ConsumesAttribute>(endpoint);
        DescribeParameters(endpoint, handler);
        List<Type> types = [.. HandlerParameters.TypesOf(handler)];
        foreach (var response in types.SelectMany(static type => type.GetCustomAttributes<RespondsAttribute>()))
        {
            endpoint.Metadata.Add(new ProducesResponseTypeAttribute(response.Status) { Description = response.Description });
        }

        MemberInfo[] refusing = [handler, .. types];
        var codes = refusing.SelectMany(static member => member.GetCustomAttribute<RefusesAttribute>()?.Codes ?? []).Concat(codesOfAll).Distinct(StringComparer.Ordinal);
        foreach (var group in codes.GroupBy(ProblemStatus.Of).OrderBy(static group => group.Key))
        {
            endpoint.Metadata.Add(Response(group.Key, typeof(ProblemResource), ProblemWriter.ContentType, string.Join(", ", group.Select(static code => $"`{code}`"))));
        }
    }

    /// <summary>Keeps an endpoint out of descriptions.</summary>
    public static void Hide(EndpointBuilder endpoint)
    {
        TakeName(endpoint);
        endpoint.Metadata.Add(new ExcludeFromDescriptionAttribute());
    }

    // The name of a handler becomes an operation's id, and never a name for links: two endpoints have the same handler.
    private static string TakeName(EndpointBuilder endpoint)
    {
        var name = endpoint.Metadata.OfType<EndpointNameAttribute>().Single();
        endpoint.Metadata.Remove(name);
        return name.EndpointName;
    }

    private static void DescribeParameters(EndpointBuilder endpoint, MethodInfo handler)
    {
        RemoveAll<IParameterBindingMetadata>(endpoint);
        foreach (var parameter in HandlerParameters.Of(handler))
        {
            endpoint.Metadata.Add(new DescribedParameter(parameter));
        }
    }

    private static void RemoveAll<T>(EndpointBuilder endpoint)
        where T : class
    {
        foreach (var item in endpoint.Metadata.OfType<T>().ToList())
        {
            endpoint.Metadata.Remove(item);
        }
    }

    // Of all metadata about responses, generators take the description from this attribute alone.
    private static ProducesResponseTypeAttribute Response(int status, Type body, string contentType, string description, params string[] others) =>
        new(body, status, contentType, others) { Description = description };

    private sealed class DescribedParameter(ParameterInfo parameter) : IParameterBindingMetadata
    {
        public string Name => parameter.Name!;

        public bool HasTryParse => false;

        public bool HasBindAsync => false;

        public ParameterInfo ParameterInfo => parameter;

        // A body whose members are all optional can be left out.
        public bool IsOptional => HandlerParameters.Find<IFromBodyMetadata>(parameter) is not null ? !BodyContract.Of(BodyJson.Options.GetTypeInfo(parameter.ParameterType)).HasRequired
            : parameter.ParameterType.IsValueType ? Nullable.GetUnderlyingType(parameter.ParameterType) is not null
            : new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;
    }
}
