namespace ITFrame.Api.Idempotency;

/// <summary>On an endpoint: it changes nothing, and its response holds what must not be stored.</summary>
internal interface IUnstoredResponse;
