#include "attributes.h"

namespace dnn {

namespace {

void setStrings(napi_env env, TFE_Op* operation, const char* name, napi_value array) {
  std::vector<std::string> texts(lengthOf(env, array));
  std::vector<const void*> starts(texts.size());
  std::vector<size_t> lengths(texts.size());
  for (uint32_t i = 0; i < texts.size(); i++) {
    texts[i] = stringOf(env, at(env, array, i));
    starts[i] = texts[i].data();
    lengths[i] = texts[i].size();
  }
  TFE_OpSetAttrStringList(operation, name, starts.data(), lengths.data(), texts.size());
}

void setShapes(napi_env env, TFE_Op* operation, const char* name, napi_value array) {
  Status status;
  const uint32_t count = lengthOf(env, array);
  if (count == 0 || !isArray(env, at(env, array, 0))) {
    const std::vector<int64_t> shape = integersOf(env, array);
    TFE_OpSetAttrShape(operation, name, shape.data(), shape.size(), status.get());
  } else {
    std::vector<std::vector<int64_t>> shapes(count);
    std::vector<const int64_t*> starts(count);
    std::vector<int> ranks(count);
    for (uint32_t i = 0; i < count; i++) {
      shapes[i] = integersOf(env, at(env, array, i));
      starts[i] = shapes[i].data();
      ranks[i] = shapes[i].size();
    }
    TFE_OpSetAttrShapeList(operation, name, starts.data(), ranks.data(), count, status.get());
  }
  status.check(name);
}

void setList(napi_env env, TFE_Op* operation, const char* name, TF_AttrType type, napi_value array) {
  const uint32_t count = lengthOf(env, array);
  if (type == TF_ATTR_INT) {
    const std::vector<int64_t> numbers = integersOf(env, array);
    return TFE_OpSetAttrIntList(operation, name, numbers.data(), count);
  }
  if (type == TF_ATTR_FLOAT) {
    std::vector<float> numbers(count);
    for (uint32_t i = 0; i < count; i++) numbers[i] = static_cast<float>(numberOf(env, at(env, array, i)));
    return TFE_OpSetAttrFloatList(operation, name, numbers.data(), count);
  }
  if (type == TF_ATTR_BOOL) {
    std::vector<unsigned char> truths(count);
    for (uint32_t i = 0; i < count; i++) truths[i] = booleanOf(env, at(env, array, i));
    return TFE_OpSetAttrBoolList(operation, name, truths.data(), count);
  }
  if (type == TF_ATTR_TYPE) {
    std::vector<TF_DataType> types(count);
    for (uint32_t i = 0; i < count; i++) types[i] = static_cast<TF_DataType>(integerOf(env, at(env, array, i)));
    return TFE_OpSetAttrTypeList(operation, name, types.data(), count);
  }
  if (type == TF_ATTR_STRING) return setStrings(env, operation, name, array);
  if (type == TF_ATTR_SHAPE) return setShapes(env, operation, name, array);
  throw Failure(std::string("attribute ") + name + ": lists of type " + std::to_string(type) + " are not supported");
}

void setAttribute(napi_env env, TFE_Op* operation, const char* name, TF_AttrType type, napi_value value) {
  switch (type) {
    case TF_ATTR_STRING: {
      const std::string text = stringOf(env, value);
      return TFE_OpSetAttrString(operation, name, text.data(), text.size());
    }
    case TF_ATTR_INT:
      return TFE_OpSetAttrInt(operation, name, integerOf(env, value));
    case TF_ATTR_FLOAT:
      return TFE_OpSetAttrFloat(operation, name, static_cast<float>(numberOf(env, value)));
    case TF_ATTR_BOOL:
      return TFE_OpSetAttrBool(operation, name, booleanOf(env, value));
    case TF_ATTR_TYPE:
      return TFE_OpSetAttrType(operation, name, static_cast<TF_DataType>(integerOf(env, value)));
    case TF_ATTR_FUNC: {
      const std::string function = stringOf(env, value);
      return TFE_OpSetAttrFunctionName(operation, name, function.data(), function.size());
    }
    default:
      throw Failure(std::string("attribute ") + name + ": type " + std::to_string(type) + " is not supported");
  }
}

}  // namespace

void setAttributes(napi_env env, TFE_Op* operation, napi_value attributes) {
  const uint32_t count = lengthOf(env, attributes);
  for (uint32_t i = 0; i < count; i++) {
    const napi_value attribute = at(env, attributes, i);
    const std::string name = stringOf(env, property(env, attribute, "name"));
    const TF_AttrType type = static_cast<TF_AttrType>(integerOf(env, property(env, attribute, "type")));
    const napi_value value = property(env, attribute, "value");
    if (isArray(env, value)) {
      setList(env, operation, name.c_str(), type, value);
    } else {
      setAttribute(env, operation, name.c_str(), type, value);
    }
  }
}

}  // namespace dnn
