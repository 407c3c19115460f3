"""Run by the system's Python, which knows QGIS: load the service's layer, count, draw; print what was found.

The layer is loaded twice: by its address, and by the layer definition the service gives, in its style.
"""

import json
import sys
from urllib.request import urlretrieve

from qgis.core import (
    QgsApplication,
    QgsFeatureRequest,
    QgsLayerDefinition,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize

url, picture = sys.argv[1:]
application = QgsApplication([], False)
application.initQgis()
layer = QgsVectorLayer(f"url='{url}/api/' typename='clusters'", "clusters", "OAPIF")
box = QgsFeatureRequest().setFilterRect(QgsRectangle(105.5, 20.5, 105.8, 21.0))
found = {
    "valid": layer.isValid(),
    "count": sum(1 for _ in layer.getFeatures()),
    "within": sum(1 for _ in layer.getFeatures(box)),
    "names": sorted(feature["name_vi"] for feature in layer.getFeatures())[:1],
}
definition, _ = urlretrieve(f"{url}/api/collections/clusters/clusters.qlr?lang=en", f"{picture}.qlr")
(styled,) = QgsLayerDefinition.loadLayerDefinitionLayers(definition)
found |= {
    "styled": styled.isValid(),
    "title": styled.name(),
    "rules": len(styled.renderer().rootRule().descendants()),
    "styled_count": sum(1 for _ in styled.getFeatures()),
}


def draw(layer):
    """Draw a layer alone; return the picture."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setExtent(layer.extent())
    settings.setOutputSize(QSize(400, 400))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def colours(image):
    """List the colours of a picture."""
    return {image.pixelColor(x, y).name() for x in range(400) for y in range(400)}


image = draw(styled)
image.save(picture)
found["colours"] = len(colours(draw(layer)))
found["style_colours"] = sorted(colours(image))
print(json.dumps(found), flush=True)
