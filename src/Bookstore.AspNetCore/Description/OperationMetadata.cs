using System.Reflection;
using System.Text.Json;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Bookstore.AspNetCore;

/// <summary>Turns a signature into the metadata that every OpenAPI generator for ASP.NET Core reads.</summary>
internal static class OperationMetadata
{
    private const string Json = "application/json";

    private static readonly string[] CodesOfAll =
        [ProblemCodes.Unauthorized, ProblemCodes.Forbidden, ProblemCodes.TooManyRequests, ProblemCodes.InternalError, ProblemCodes.Overloaded];

    /// <summary>Describes an operation that needs a key.</summary>
    public static void AddTo(IEndpointConventionBuilder endpoint, Delegate signature, int mapping) => AddTo(endpoint, signature, mapping, CodesOfAll);

    /// <summary>Describes an operation that needs none.</summary>
    public static void AddPublicTo(IEndpointConventionBuilder endpoint, Delegate signature, int mapping) => AddTo(endpoint, signature, mapping, []);

    private static void AddTo(IEndpointConventionBuilder endpoint, Delegate signature, int mapping, string[] codesOfAll)
    {
        var method = signature.Method;
        endpoint.WithMetadata(method, new OperationId(JsonNamingPolicy.CamelCase.ConvertName(method.Name), mapping));
        // What a body's type may be is for the handler to check: routing would answer in its own way, before anybody's key was looked at.
        endpoint.WithMetadata([.. method.GetCustomAttributes(inherit: false).Where(attribute => attribute is not ConsumesAttribute)]);
        foreach (var parameter in method.GetParameters())
        {
            endpoint.WithMetadata(new SignatureParameter(parameter));
        }

        foreach (var answer in method.GetCustomAttributes<AnswersAttribute>())
        {
            endpoint.WithMetadata(Response(answer.Status, answer.Body, Json, answer.Description));
        }

        foreach (var codes in CodesOf(method, codesOfAll).GroupBy(ProblemStatus.Of).OrderBy(group => group.Key))
        {
            endpoint.WithMetadata(Response(codes.Key, typeof(ProblemResource), ProblemWriter.ContentType, string.Join(", ", codes.Select(code => $"`{code}`"))));
        }
    }

    // Of all metadata about responses, generators take the description from this attribute alone.
    private static ProducesResponseTypeAttribute Response(int status, Type? body, string contentType, string description) => body is null
        ? new ProducesResponseTypeAttribute(status) { Description = description }
        : new ProducesResponseTypeAttribute(body, status, contentType) { Description = description };

    private static IEnumerable<string> CodesOf(MethodInfo method, string[] codesOfAll)
    {
        IEnumerable<string> codes = [.. method.GetCustomAttribute<RefusesAttribute>()?.Codes ?? [], .. codesOfAll];
        return method.IsDefined(typeof(ConsumesAttribute)) ? [.. codes, ProblemCodes.BodyTooLarge, ProblemCodes.UnsupportedMediaType] : codes;
    }

    private sealed class SignatureParameter(ParameterInfo parameter) : IParameterBindingMetadata
    {
        public string Name => parameter.Name!;

        public bool HasTryParse => false;

        public bool HasBindAsync => false;

        public ParameterInfo ParameterInfo => parameter;

        public bool IsOptional => new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;
    }
}
